import type { ChargingSession, Prisma } from "@/lib/db/generated/client";
import { type SessionView, viewOfSession } from "@/lib/domain/session-view";
import type { ServiceContext, Tx, Unit } from "../context";
import { ServiceError } from "../errors";

/** What an operator decided of a session, ready to be stored: its new columns, and what the journal says. */
export type Decision = {
  readonly data: Prisma.ChargingSessionUpdateManyMutationInput;
  readonly kind: "Resolved" | "ClosedByOperator";
  readonly action: string;
  readonly details: Prisma.InputJsonObject;
};

export type SessionWithIdentity = ChargingSession & { readonly station: { readonly identity: string } };

/** Throws NotFound. */
export async function findSessionOrThrow(tx: Tx, id: number): Promise<SessionWithIdentity> {
  const row = await tx.chargingSession.findUnique({
    where: { id },
    include: { station: { select: { identity: true } } },
  });
  if (row === null) throw new ServiceError("NotFound", `There is no session ${id}.`);
  return row;
}

/** Stores a decision with its journal entry, event and audit; Conflict where the session changed meanwhile. */
export async function storeDecision(
  ctx: ServiceContext,
  { tx, announce, audit }: Unit,
  before: SessionWithIdentity,
  { data, kind, action, details }: Decision,
): Promise<SessionView> {
  const { id, rev, station } = before;
  const { count } = await tx.chargingSession.updateMany({ where: { id, rev }, data: { ...data, rev: rev + 1 } });
  if (count === 0) throw changedMeanwhile(id);
  const at = ctx.now();
  const told = { ...details, by: ctx.actor.name };
  await tx.sessionEvent.create({
    data: { sessionId: id, key: `decided:${rev + 1}`, kind, at, receivedAt: at, details: told },
  });
  const after = await tx.chargingSession.findUniqueOrThrow({ where: { id } });
  const view = viewOfSession(after, station.identity);
  await announce({ type: "SessionChanged", session: view });
  await audit(action, `session:${id}`, { identity: station.identity, ...details });
  return view;
}

export const changedMeanwhile = (id: number): ServiceError =>
  new ServiceError("Conflict", `Session ${id} has changed meanwhile. Look at it again.`);
