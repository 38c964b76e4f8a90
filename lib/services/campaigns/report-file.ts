import type { ReportRow } from "@/lib/domain/firmware/campaign-view";
import type { ServiceContext } from "../context";
import { csvLine } from "../csv-line";
import { readCampaign } from "./read-campaign";
import { reportRows } from "./read-report";

/** Spreadsheets take a file without it for a local encoding. */
const BYTE_ORDER_MARK = "\uFEFF";

const COLUMNS = [
  "charger",
  "site",
  "wave",
  "status",
  "reason",
  "attempts",
  "fromVersion",
  "seenVersion",
  "isVerified",
  "lateOutcome",
  "startedAt",
  "finishedAt",
] as const;

/** The report of a campaign as CSV, one line per charger, read as it is taken. Instants are UTC. Throws NotFound. */
export async function reportFile(ctx: ServiceContext, id: string) {
  const campaign = await readCampaign(ctx, id);
  const name = campaign.name.replaceAll(/[^\w.-]+/g, "-").slice(0, 80);
  return {
    fileName: `campaign-${name}.csv`,
    contentType: "text/csv; charset=utf-8",
    chunks: write(reportRows(ctx, id)),
  };
}

async function* write(pages: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS);
  for await (const rows of pages) yield rows.map(lineOf).join("");
}

const lineOf = (row: ReportRow): string =>
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
