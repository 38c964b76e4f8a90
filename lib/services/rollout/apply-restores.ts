import { randomUUID } from "node:crypto";
import type { StationFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { type Applied, changesOf, jobFrom } from "./applied";
import { orderCommands } from "./order-commands";

const DRAIN_EXPIRES_SECONDS = 60;

/**
 * Takes stations out of service before their update. What has to be put back is written first; what is out of service
 * already, by whoever's wish, is none of it.
 */
export async function applyDrains({ unit, changes, jobs, at, actor, journal }: Applied): Promise<void> {
  for (const { jobId, stationId } of changesOf(changes, "Drain")) {
    const { station } = jobFrom(jobs, jobId);
    const obligations = evsesInService(station).map((evse) => ({ id: randomUUID(), drainId: randomUUID(), evse }));
    if (obligations.length === 0) continue;
    await unit.tx.restoreObligation.createMany({
      data: obligations.map(({ id, drainId, evse }) => ({
        id,
        stationId,
        jobId,
        evse,
        wanted: "Operative",
        createdAt: at,
        drainId,
      })),
    });
    await orderCommands(unit, {
      actor,
      at,
      commands: obligations.map(({ drainId, evse }) => ({
        id: drainId,
        stationId,
        identity: station.identity,
        command: { type: "ChangeAvailability", evse, operational: "Inoperative" },
        expiresInSeconds: DRAIN_EXPIRES_SECONDS,
      })),
    });
    const evses = obligations.map(({ evse }) => evse);
    journal.push({ type: "DrainOrdered", jobId, cause: "Drain", data: { stationId, evses } });
  }
  const due = changesOf(changes, "RestoreDue").map(({ jobId }) => jobId);
  if (due.length === 0) return;
  await unit.tx.restoreObligation.updateMany({
    where: { jobId: { in: due }, dueAt: null, doneAt: null },
    data: { dueAt: at },
  });
}

/** The whole station (0) where all of it is in service; otherwise each EVSE that is. */
function evsesInService({ connectors }: StationFacts): readonly number[] {
  const evses = [...new Set(connectors.map(({ evse }) => evse))].filter((evse) => evse > 0);
  const inService = evses.filter((evse) =>
    connectors.some((connector) => connector.evse === evse && connector.status !== "Unavailable"),
  );
  return inService.length === evses.length ? [0] : inService;
}
