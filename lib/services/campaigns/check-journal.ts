import type { CampaignEvent } from "@/lib/db/generated/client";
import { requirePermission, type ServiceContext, type Tx } from "../context";
import { GENESIS, journalHash } from "../rollout/journal";
import { requireCampaign } from "./require-campaign";

export type JournalCheck = {
  readonly entries: number;
  /** Every entry follows the one before it, and together they lead to what is stored. */
  readonly isUnbroken: boolean;
  /** The first entry that does not fit; null where all do. One behind the last where what is stored differs. */
  readonly brokenAt: number | null;
};

const ENTRIES_PER_READ = 5_000;

/** What the entries told so far: the hash to go on from, and the states they lead to. */
type Replay = { hash: string; seq: number; status: string | null; readonly jobs: Map<string, string> };

/** Reads a campaign's journal anew: is the chain whole, and does it lead to the states that are stored? */
export async function checkJournal(ctx: ServiceContext, campaignId: string): Promise<JournalCheck> {
  requirePermission(ctx, "read");
  await requireCampaign(ctx.db, campaignId);
  // One instant for both: a campaign that moves while it is read would look as if its journal were false.
  return ctx.db.$transaction((tx) => check(tx, campaignId), { isolationLevel: "RepeatableRead", timeout: 60_000 });
}

async function check(tx: Tx, campaignId: string): Promise<JournalCheck> {
  const replay: Replay = { hash: GENESIS, seq: 0, status: null, jobs: new Map() };
  for (;;) {
    const rows = await tx.campaignEvent.findMany({
      where: { campaignId, seq: { gt: replay.seq } },
      orderBy: { seq: "asc" },
      take: ENTRIES_PER_READ,
    });
    const broken = rows.find((row) => !follows(replay, row));
    if (broken !== undefined) return { entries: replay.seq, isUnbroken: false, brokenAt: replay.seq + 1 };
    if (rows.length < ENTRIES_PER_READ) break;
  }
  const entries = replay.seq;
  const agrees = await leadsToStored(tx, campaignId, replay);
  return { entries, isUnbroken: agrees, brokenAt: agrees ? null : entries + 1 };
}

/** Takes an entry in; false where it does not fit what came before it. */
function follows(replay: Replay, row: CampaignEvent): boolean {
  if (row.seq !== replay.seq + 1 || row.prevHash !== replay.hash || journalHash(row) !== row.hash) return false;
  if (!moves(replay, row)) return false;
  replay.seq = row.seq;
  replay.hash = row.hash;
  return true;
}

function moves(replay: Replay, { type, jobId, from, to }: CampaignEvent): boolean {
  if (to === null) return true;
  if (type === "CampaignChanged") {
    if (from !== replay.status) return false;
    replay.status = to;
    // A draft has no stations: those it had were taken away with its approval.
    if (to === "Draft") replay.jobs.clear();
  }
  if (type === "JobChanged" && jobId !== null) {
    const known = replay.jobs.get(jobId);
    // Every station begins as Pending, which is no entry of its own; one more generation begins with an entry.
    if (from !== null && from !== (known ?? "Pending")) return false;
    replay.jobs.set(jobId, to);
  }
  return true;
}

async function leadsToStored(tx: Tx, campaignId: string, replay: Replay): Promise<boolean> {
  const campaign = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { status: true } });
  const jobs = await tx.firmwareJob.findMany({ where: { campaignId }, select: { id: true, status: true } });
  const known = new Set(jobs.map(({ id }) => id));
  return (
    campaign.status === replay.status &&
    jobs.every(({ id, status }) => status === (replay.jobs.get(id) ?? "Pending")) &&
    [...replay.jobs.keys()].every((id) => known.has(id))
  );
}
