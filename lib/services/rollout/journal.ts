import { createHash } from "node:crypto";
import type { Prisma } from "@/lib/db/generated/client";
import type { Actor, Tx } from "../context";

/** What happened to a campaign, or to one job of it. */
export type JournalEntry = {
  readonly type: string;
  readonly jobId?: string;
  readonly from?: string;
  readonly to?: string;
  /** In one word or sentence: which rule or whose order. */
  readonly cause: string;
  readonly data?: Prisma.InputJsonObject;
};

type Chain = { readonly seq: number; readonly hash: string };

/** What the first entry follows. */
export const GENESIS = "0".repeat(64);

/**
 * Adds entries to a campaign's journal, each with the hash of the one before it: one that was changed or taken out
 * later is seen. The caller holds the campaign's row lock, so that numbers follow without gaps.
 */
export async function appendEvents(
  tx: Tx,
  { campaignId, actor, at }: { readonly campaignId: string; readonly actor: Actor; readonly at: Date },
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  let last: Chain = (await tx.campaignEvent.findFirst({
    where: { campaignId },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  })) ?? { seq: 0, hash: GENESIS };
  const rows = entries.map((entry) => {
    const row = {
      campaignId,
      seq: last.seq + 1,
      at,
      actorKind: actor.kind,
      actorId: actor.id,
      actor: actor.name,
      type: entry.type,
      jobId: entry.jobId ?? null,
      from: entry.from ?? null,
      to: entry.to ?? null,
      cause: entry.cause,
      data: entry.data ?? {},
      prevHash: last.hash,
    };
    const hash = journalHash(row);
    last = { seq: row.seq, hash };
    return { ...row, hash };
  });
  await insert(tx, { campaignId, actor, at }, rows);
}

type Writing = { readonly campaignId: string; readonly actor: Actor; readonly at: Date };

/** One statement and one text for all of them: a wave that opens has thousands. */
async function insert(tx: Tx, { campaignId, actor, at }: Writing, rows: readonly object[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO campaign_event (campaign_id, seq, at, actor_kind, actor_id, actor, type, job_id, "from", "to", cause,
      data, prev_hash, hash)
    SELECT ${campaignId}::uuid, seq, ${at.toISOString()}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name}, type,
      "jobId", "from", "to", cause, data, "prevHash", hash
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS t(seq int, type text, "jobId" uuid, "from" text,
      "to" text, cause text, data jsonb, "prevHash" text, hash text)`;
}

type Hashed = Readonly<
  Record<"campaignId" | "actorKind" | "actorId" | "actor" | "type" | "cause" | "prevHash", string>
> & {
  readonly seq: number;
  readonly at: Date;
  readonly jobId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly data: unknown;
};

/** SHA-256 over everything an entry says and the hash of the one before it, in hex. */
export function journalHash(row: Hashed): string {
  const said = [
    row.prevHash,
    row.campaignId,
    row.seq,
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.actor,
    row.type,
    row.jobId,
    row.from,
    row.to,
    row.cause,
    sorted(row.data),
  ];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

/** The database does not keep the order of an object's names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sorted(held)]),
  );
}
