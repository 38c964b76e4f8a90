import { type Actor, inTransaction, type ServiceContext } from "../context";
import { aliveSince } from "../stations/connectivity";
import { holdLead } from "./lead";
import { orderCommands } from "./order-commands";

const RESTORE_EXPIRES_SECONDS = 60;
/** Between two tries at a station that refuses, or takes it and stays as it is. */
const TRY_AGAIN_SECONDS = 60;
const PER_ROUND_MAX = 200;

type Due = { readonly id: string; readonly stationId: number; readonly identity: string; readonly evse: number };

/**
 * Puts back into service what was taken out of it for an update, whatever ended the update, also where that was a
 * crash: the obligations tell what is still out. Tries on until the station shows that it is back. What was to be taken
 * out and is not, since the command was lost or the station has restarted, is asked for again. Safe to repeat; returns
 * how many were asked.
 */
export async function restoreAvailability(ctx: ServiceContext, lead: number): Promise<number> {
  return inTransaction(ctx, async ({ tx, announce }) => {
    if (!(await holdLead(tx, lead))) return 0;
    const at = ctx.now();
    const instant = at.toISOString();
    // Its job is over, or gone on without it: nobody else will say that it is due.
    await tx.$executeRaw`
      UPDATE restore_obligation o SET due_at = ${instant}::timestamptz FROM firmware_job j
      WHERE o.job_id = j.id AND o.done_at IS NULL AND o.due_at IS NULL
        AND j.status IN ('Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled')`;
    await tx.$executeRaw`
      UPDATE restore_obligation o SET done_at = ${instant}::timestamptz FROM command c
      WHERE o.done_at IS NULL AND o.due_at IS NOT NULL AND c.id = o.command_id AND (
        c.state = 'Done'
        -- Taken, and there is nothing by which it could be seen.
        OR (c.answer_status = 'Accepted' AND NOT EXISTS (SELECT FROM connector k WHERE k.station_id = o.station_id)))`;
    const due = await tx.$queryRaw<Due[]>`
      SELECT o.id, o.station_id AS "stationId", s.identity, o.evse
      FROM restore_obligation o JOIN station s ON s.id = o.station_id JOIN gateway g ON g.id = s.gateway_id
      LEFT JOIN command c ON c.id = o.command_id
      WHERE o.done_at IS NULL AND o.due_at IS NOT NULL AND s.removed_at IS NULL AND s.registered_status = 'Accepted'
        AND g.stopped_at IS NULL AND g.beat_at >= ${aliveSince(at).toISOString()}::timestamptz
        AND (c.id IS NULL OR (c.state IN ('Rejected', 'Failed', 'NotSupported', 'NoAnswer', 'NotConnected', 'Expired',
          'NotSent', 'NoEffect', 'Revoked') AND o.tried_at < ${instant}::timestamptz - ${TRY_AGAIN_SECONDS} * interval '1 second'))
      ORDER BY o.created_at LIMIT ${PER_ROUND_MAX} FOR UPDATE OF o`;
    const undrained = await tx.$queryRaw<Due[]>`
      SELECT o.id, o.station_id AS "stationId", s.identity, o.evse
      FROM restore_obligation o JOIN station s ON s.id = o.station_id JOIN gateway g ON g.id = s.gateway_id
      JOIN command c ON c.id = o.drain_id
      WHERE o.done_at IS NULL AND o.due_at IS NULL AND s.removed_at IS NULL AND s.registered_status = 'Accepted'
        AND g.stopped_at IS NULL AND g.beat_at >= ${aliveSince(at).toISOString()}::timestamptz
        AND c.state NOT IN ('Pending', 'Sent', 'Accepted', 'WaitingForEffect', 'Scheduled')
        AND c.created_at < ${instant}::timestamptz - ${TRY_AGAIN_SECONDS} * interval '1 second'
        AND EXISTS (SELECT FROM connector k WHERE k.station_id = o.station_id AND k.evse > 0 AND o.evse IN (0, k.evse)
          AND k.status NOT IN ('Unavailable', 'Faulted'))
      ORDER BY o.created_at LIMIT ${PER_ROUND_MAX} FOR UPDATE OF o`;
    const changing = { at, actor: ctx.actor };
    await change({ tx, announce }, { ...changing, obligations: due, operational: "Operative" });
    await change({ tx, announce }, { ...changing, obligations: undrained, operational: "Inoperative" });
    return due.length + undrained.length;
  });
}

type Changing = {
  readonly obligations: readonly Due[];
  readonly operational: "Operative" | "Inoperative";
  readonly at: Date;
  readonly actor: Actor;
};

async function change(
  unit: Parameters<typeof orderCommands>[0],
  { obligations, operational, at, actor }: Changing,
): Promise<void> {
  const rows = await orderCommands(unit, {
    actor,
    at,
    commands: obligations.map(({ stationId, identity, evse }) => ({
      stationId,
      identity,
      command: { type: "ChangeAvailability", evse, operational },
      expiresInSeconds: RESTORE_EXPIRES_SECONDS,
    })),
  });
  for (const [place, { id }] of obligations.entries()) {
    const commandId = rows[place]?.id ?? null;
    const data = operational === "Operative" ? { commandId, triedAt: at } : { drainId: commandId };
    await unit.tx.restoreObligation.update({ where: { id }, data });
  }
}
