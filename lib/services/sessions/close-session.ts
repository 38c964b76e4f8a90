import { z } from "zod";
import type { Command } from "@/lib/db/generated/client";
import { applyOperatorClose } from "@/lib/domain/charging-session";
import { closeVerdict } from "@/lib/domain/session-problem";
import { type SessionView, viewOfSession } from "@/lib/domain/session-view";
import { inTransaction, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { findSessionOrThrow, type SessionWithIdentity, storeDecision } from "./decide-session";

export const closeSessionInput = z.strictObject({ note: z.string().trim().min(1, "Say why.").max(1_000) });

/**
 * Ends a session in the books at its last reading. Only after its station was asked to stop and did not: refused,
 * silent, away, or without effect; Conflict otherwise. A stop that comes later still settles it. Safe to repeat.
 */
export async function closeSession(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof closeSessionInput>,
): Promise<SessionView> {
  requirePermission(ctx, "command");
  const { note } = parseInput(closeSessionInput, input);
  return inTransaction(ctx, async (unit) => {
    const before = await findSessionOrThrow(unit.tx, id);
    if (before.endReason === "ClosedByOperator") return viewOfSession(before, before.station.identity);
    const stop = await newestStop(unit.tx, before);
    requireRefusal(ctx, before, stop);
    const after = applyOperatorClose(before, ctx.now());
    return storeDecision(ctx, unit, before, {
      data: {
        phase: after.phase,
        chargingState: after.chargingState,
        powerW: after.powerW,
        endedAt: after.endedAt,
        endReceivedAt: after.endReceivedAt,
        endReason: after.endReason,
        meterStopWh: after.meterStopWh,
        energyWh: after.energyWh,
        anomalies: [...after.anomalies],
      },
      kind: "ClosedByOperator",
      action: "CloseSession",
      details: { note, energyWh: after.energyWh, commandId: stop?.id ?? null, commandState: stop?.state ?? null },
    });
  });
}

const newestStop = (tx: Tx, { id, stationId }: SessionWithIdentity): Promise<Command | null> =>
  tx.command.findFirst({
    where: { stationId, name: "RemoteStop", request: { path: ["sessionId"], equals: id } },
    orderBy: { number: "desc" },
  });

function requireRefusal(ctx: ServiceContext, session: SessionWithIdentity, stop: Command | null): void {
  switch (closeVerdict(session, stop, ctx.now())) {
    case "MayClose":
      return;
    case "Stopped":
      throw new ServiceError("Conflict", `Session ${session.id} has already ended.`);
    case "Wait":
      throw new ServiceError("Conflict", `${session.station.identity} has been asked to stop. Wait for what it does.`);
    case "AskFirst":
      throw new ServiceError("Conflict", `Ask ${session.station.identity} to stop first: command RemoteStop.`);
  }
}
