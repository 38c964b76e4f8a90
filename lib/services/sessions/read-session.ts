import type { SessionEvent } from "@/lib/db/generated/client";
import type { JournalEntry } from "@/lib/domain/session-journal";
import type { SessionView } from "@/lib/domain/session-view";
import type { SamplePoint } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { livePosition } from "../live-position";
import { readSamples } from "./read-samples";
import { sessionIncludes, toSessionView } from "./session-view";

export type SessionDetail = SessionView & {
  /** At most 2,000, evenly thinned; the first and the last are always there. */
  readonly samples: readonly SamplePoint[];
  readonly journal: readonly JournalEntry[];
  readonly position: number;
};

const JOURNAL_MAX = 1_000;

/** One charging session with its meter values and what the station said of it. */
export async function readSession(ctx: ServiceContext, id: number): Promise<SessionDetail> {
  requirePermission(ctx, "read");
  const position = await livePosition(ctx.db);
  const row = await ctx.db.chargingSession.findUnique({ where: { id }, include: sessionIncludes });
  if (row === null) throw new ServiceError("NotFound", `There is no session ${id}.`);
  const [samples, journal] = await Promise.all([
    readSamples(ctx.db, id),
    ctx.db.sessionEvent.findMany({ where: { sessionId: id }, orderBy: { id: "asc" }, take: JOURNAL_MAX }),
  ]);
  return { ...toSessionView(row), samples, journal: journal.map(toJournalEntry), position };
}

function toJournalEntry(row: SessionEvent): JournalEntry {
  return {
    key: row.key,
    kind: row.kind,
    at: row.at.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    seqNo: row.seqNo,
    details: row.details,
  };
}
