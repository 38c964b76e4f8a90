import type { ReportRow } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { csvLine } from "../csv-line";
import { requireCampaign } from "./require-campaign";

const ROWS_PER_READ = 1_000;

type Row = Omit<ReportRow, "startedAt" | "finishedAt"> & {
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly waveIndex: number;
  readonly place: number;
  readonly id: string;
};

/**
 * What became of every station, in the order in which they came and each by its last generation, in batches that are
 * read as they are taken. Throws NotFound, before the first batch.
 */
export async function reportRows(
  ctx: ServiceContext,
  campaignId: string,
): Promise<AsyncIterable<readonly ReportRow[]>> {
  requirePermission(ctx, "read");
  await requireCampaign(ctx.db, campaignId);
  return readRows(ctx, campaignId);
}

async function* readRows(
  ctx: ServiceContext,
  campaignId: string,
): AsyncGenerator<readonly ReportRow[], void, undefined> {
  let after: Pick<Row, "waveIndex" | "place" | "id"> | undefined;
  do {
    const from = after ?? { waveIndex: -1, place: -1, id: "00000000-0000-0000-0000-000000000000" };
    const rows: readonly Row[] = await ctx.db.$queryRaw<Row[]>`
      SELECT s.identity, site.name AS site, w.name AS wave, j.status, j.reason, j.attempts,
        j.from_version AS "fromVersion", j.seen_version AS "seenVersion", j.is_verified AS "isVerified",
        j.late_outcome AS "lateOutcome", j.started_at AS "startedAt", j.finished_at AS "finishedAt",
        j.wave_index AS "waveIndex", j.place, j.id::text
      FROM firmware_job j JOIN station s ON s.id = j.station_id
      JOIN campaign_wave w ON w.campaign_id = j.campaign_id AND w.index = j.wave_index
      LEFT JOIN site ON site.id = s.site_id
      WHERE j.campaign_id = ${campaignId}::uuid
        AND (j.wave_index, j.place, j.id) > (${from.waveIndex}::int, ${from.place}::int, ${from.id}::uuid)
        AND NOT EXISTS (SELECT FROM firmware_job n WHERE n.campaign_id = j.campaign_id AND n.station_id = j.station_id
          AND n.generation > j.generation)
      ORDER BY j.wave_index, j.place, j.id LIMIT ${ROWS_PER_READ}`;
    if (rows.length > 0) yield rows.map(toReportRow);
    after = rows.length === ROWS_PER_READ ? rows.at(-1) : undefined;
  } while (after !== undefined);
}

function toReportRow(row: Row): ReportRow {
  const { identity, site, wave, status, reason, attempts, fromVersion, seenVersion, isVerified, lateOutcome } = row;
  const times = { startedAt: iso(row.startedAt), finishedAt: iso(row.finishedAt) };
  return {
    identity,
    site,
    wave,
    status,
    reason,
    attempts,
    fromVersion,
    seenVersion,
    isVerified,
    lateOutcome,
    ...times,
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export type CampaignReport = {
  readonly fileName: string;
  readonly contentType: string;
  /** Pieces of the file, read from the database as they are taken. */
  readonly chunks: AsyncIterable<string>;
};

/** The same as a CSV file. */
export async function reportCsv(ctx: ServiceContext, campaignId: string): Promise<CampaignReport> {
  const rows = await reportRows(ctx, campaignId);
  const stamp = ctx.now().toISOString().slice(0, 10);
  return {
    fileName: `campaign-${campaignId.slice(0, 8)}-${stamp}.csv`,
    contentType: "text/csv; charset=utf-8",
    chunks: toCsv(rows),
  };
}

/** Excel takes a file for UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

const COLUMNS = [
  "charger",
  "site",
  "wave",
  "verdict",
  "reason",
  "attempts",
  "fromVersion",
  "seenVersion",
  "verified",
  "late",
  "startedAt",
  "finishedAt",
];

async function* toCsv(batches: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string, void, undefined> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for await (const rows of batches) yield rows.map(toLine).join("");
}

const toLine = (row: ReportRow): string =>
  csvLine([
    row.identity,
    row.site,
    row.wave,
    row.status,
    row.reason,
    row.attempts,
    row.fromVersion,
    row.seenVersion,
    row.isVerified === null ? null : String(row.isVerified),
    row.lateOutcome,
    row.startedAt,
    row.finishedAt,
  ]);
