import { randomUUID } from "node:crypto";
import type { StationCommand } from "@/lib/domain/station-command";
import { inTransaction, type ServiceContext } from "../context";
import { addressedImage } from "../rollout/image-address";
import { addressedLog } from "../uploads/upload-address";
import { toCommandView } from "./command-view";
import { forgetPassword } from "./password-command";

/** A command that this gateway alone now owns. It counts as sent from here on: a crash must not send it twice. */
export type ClaimedCommand = {
  readonly id: string;
  readonly number: number;
  readonly messageId: string;
  readonly command: StationCommand;
  readonly session: { readonly id: number; readonly transactionId: string | null } | null;
  /** The campaign's update that it is; null where it is none. */
  readonly update: { readonly waitsForIdle: boolean } | null;
};

type Holder = {
  readonly stationId: number;
  readonly identity: string;
  readonly epoch: number;
  /** How this station reaches us, `http://host:9220`; null or absent where that is not known. */
  readonly filesUrl?: string | null;
};

/**
 * Takes the oldest pending command of a station for the connection that holds it, and marks it sent before it is:
 * what is lost afterwards is "no answer", never a second sending. Null when there is none, the epoch is old, or the
 * station's boot was answered Rejected: it is not spoken to then (B03). While it was answered Pending it is asked
 * neither to start nor to stop charging (1.6 §4.2, B02.FR.05). A campaign's update is taken only while the campaign
 * runs: what it takes back it locks first, so that either it is taken back or it is taken here.
 */
export async function claimNextCommand(ctx: ServiceContext, holder: Holder): Promise<ClaimedCommand | null> {
  return inTransaction(ctx, async ({ tx, announce }) => {
    const now = ctx.now();
    const [next] = await tx.$queryRaw<{ id: string; policy: string | null }[]>`
      SELECT c.id, u.policy FROM command c JOIN station s ON s.id = c.station_id
      LEFT JOIN LATERAL (
        SELECT g.spec->>'sessionPolicy' AS policy,
          a.closed_at IS NULL AND g.status = 'Running' AND NOT EXISTS (
            SELECT FROM rollout_engine WHERE stopped_at IS NOT NULL) AS may_go
        FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id JOIN campaign g ON g.id = j.campaign_id
        WHERE a.command_id = c.id AND c.name = 'UpdateFirmware'
      ) u ON true
      WHERE c.station_id = ${holder.stationId} AND c.state = 'Pending' AND c.expires_at > ${now.toISOString()}::timestamptz
        AND s.connection_epoch = ${holder.epoch} AND s.registered_status IS DISTINCT FROM 'Rejected'
        AND (s.registered_status IS DISTINCT FROM 'Pending' OR coalesce(c.request->>'action', c.name) <> ALL (${CHARGES}))
        -- Given another password meanwhile by hand, it is not told this one any more.
        AND (c.name <> 'ChangePassword' OR s.password_hash_next IS NOT NULL)
        AND u.may_go IS NOT FALSE
      ORDER BY c.number LIMIT 1 FOR UPDATE OF c SKIP LOCKED`;
    if (next === undefined) return null;
    const messageId = randomUUID();
    const row = await tx.command.update({
      where: { id: next.id },
      data: { state: "Sent", sentAt: now, epoch: holder.epoch, messageId, rev: { increment: 1 } },
    });
    await announce({ type: "CommandChanged", command: toCommandView(row, holder.identity) });
    const asked = await addressedLog(tx, row.id, commandOf(row.request));
    const command = await addressedImage(tx, asked, { commandId: row.id, base: holder.filesUrl ?? null, now });
    // It is never sent again, so nobody needs to know the password any more.
    if (command.type === "ChangePassword") await forgetPassword(tx, row.id);
    const sessionId = sessionNamed(command);
    const session =
      sessionId === null
        ? null
        : await tx.chargingSession.findFirst({
            where: { id: sessionId, stationId: holder.stationId },
            select: { id: true, transactionId: true },
          });
    const update = next.policy === null ? null : { waitsForIdle: next.policy !== "LetStationWait" };
    return { id: row.id, number: row.number, messageId, command, session, update };
  });
}

/** The session of ours that a command speaks of; null where it speaks of none. */
export function sessionNamed(command: StationCommand): number | null {
  if (command.type === "RemoteStop") return command.sessionId;
  return command.type === "SetChargingProfile" ? (command.profile.sessionId ?? null) : null;
}

/** Commands and raw actions that start or stop charging. */
const CHARGES = [
  "RemoteStart",
  "RemoteStop",
  "RemoteStartTransaction",
  "RemoteStopTransaction",
  "RequestStartTransaction",
  "RequestStopTransaction",
];

/** A stored request. `requestCommand` alone writes them, from parsed commands. */
export function commandOf(request: unknown): StationCommand {
  // Safe: parsed by zod before it was stored.
  return request as StationCommand; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

/** Stations of this gateway that have something to be sent: the fallback for a lost wake-up. */
export async function stationsWithPendingCommands(ctx: ServiceContext, gatewayId: string): Promise<readonly number[]> {
  const rows = await ctx.db.$queryRaw<{ station_id: number }[]>`
    SELECT DISTINCT c.station_id FROM command c JOIN station s ON s.id = c.station_id
    WHERE c.state = 'Pending' AND s.gateway_id = ${gatewayId}`;
  return rows.map((row) => row.station_id);
}
