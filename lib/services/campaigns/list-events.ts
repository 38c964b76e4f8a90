import { z } from "zod";
import type { CampaignEventView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { wordOf } from "../rollout/stored-words";
import { objectOf } from "./read-campaign";
import { requireCampaign } from "./require-campaign";

export const listEventsInput = z.object({
  /** Only what became of one station's part. */
  jobId: z.uuid().optional(),
  ...pageFields,
});

/** A campaign's journal, newest first. */
export async function listEvents(
  ctx: ServiceContext,
  campaignId: string,
  input: z.input<typeof listEventsInput> = {},
): Promise<Page<CampaignEventView>> {
  requirePermission(ctx, "read");
  const { jobId, limit, cursor } = parseInput(listEventsInput, input);
  await requireCampaign(ctx.db, campaignId);
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int().max(2_147_483_647)]))[0];
  const rows = await ctx.db.campaignEvent.findMany({
    where: {
      campaignId,
      ...(jobId === undefined ? {} : { jobId }),
      ...(before === null ? {} : { seq: { lt: before } }),
    },
    orderBy: { seq: "desc" },
    take: limit + 1,
  });
  const identityOf = await readIdentities(ctx, rows);
  return toPage(
    rows,
    limit,
    (row): CampaignEventView => ({
      seq: row.seq,
      at: row.at.toISOString(),
      actor: row.actor,
      actorKind: wordOf(row.actorKind),
      type: row.type,
      jobId: row.jobId,
      identity: row.jobId === null ? null : (identityOf.get(row.jobId) ?? null),
      from: row.from,
      to: row.to,
      cause: row.cause,
      data: objectOf(row.data) ?? {},
      hash: row.hash,
    }),
    ({ seq }) => [seq],
  );
}

async function readIdentities(
  ctx: ServiceContext,
  rows: readonly { readonly jobId: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = rows.flatMap(({ jobId }) => jobId ?? []);
  const jobs = await ctx.db.firmwareJob.findMany({
    where: { id: { in: ids } },
    select: { id: true, station: { select: { identity: true } } },
  });
  return new Map(jobs.map(({ id, station }) => [id, station.identity]));
}
