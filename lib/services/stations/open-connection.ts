import type { DomainEvent } from "@/lib/domain/domain-event";
import { CHANNELS, type ServiceContext } from "../context";

export type OpenedConnection = { readonly epoch: number };

type Opening = {
  readonly stationId: number;
  readonly identity: string;
  readonly gatewayId: string;
  readonly ocppVersion: string;
  readonly remoteAddress: string | null;
  /** The profile in use: the station is never let in with a lower one again. */
  readonly securityProfile: number;
  /** What the handshake was decided by. */
  readonly passwordHash: string | null;
  readonly passwordHashNext: string | null;
  /** The password it signed in with; null where none was looked at. */
  readonly signedInWith: "Current" | "Next" | null;
};

/**
 * Makes this the station's live connection, on any gateway: the epoch is a fencing token, and the newest
 * authenticated connection wins. Gateways that hold an older one are told by NOTIFY. One statement. Null where the
 * station was blocked, given another password or profile or removed since the handshake looked at it.
 *
 * Of two valid passwords the one that is used stays. The old one, used, leaves the new one valid only where the
 * station has not been told yet, or said that it takes it at its next restart.
 */
export async function openConnection(ctx: ServiceContext, input: Opening): Promise<OpenedConnection | null> {
  const now = ctx.now().toISOString();
  // The epoch is known only inside the statement, so the event gets it there.
  const event: Omit<Extract<DomainEvent, { type: "StationConnected" }>, "epoch"> = {
    type: "StationConnected",
    identity: input.identity,
    at: now,
    ocppVersion: input.ocppVersion,
    remoteAddress: input.remoteAddress,
  };
  const { signedInWith } = input;
  const rows = await ctx.db.$queryRaw<{ epoch: number }[]>`
    WITH told AS (
      SELECT state, answer_status FROM command WHERE station_id = ${input.stationId} AND name = 'ChangePassword'
      ORDER BY number DESC LIMIT 1
    ), claimed AS (
      UPDATE station SET connection_epoch = connection_epoch + 1, gateway_id = ${input.gatewayId},
        connected_at = ${now}::timestamptz, disconnected_at = NULL, disconnect_reason = NULL,
        ocpp_version = ${input.ocppVersion}, remote_address = ${input.remoteAddress},
        last_seen_at = ${now}::timestamptz, rev = rev + 1,
        min_security_profile = GREATEST(min_security_profile, ${input.securityProfile}),
        password_hash = CASE WHEN ${signedInWith}::text = 'Next' THEN password_hash_next ELSE password_hash END,
        password_taken_at = CASE WHEN ${signedInWith}::text = 'Next' THEN ${now}::timestamptz ELSE password_taken_at END,
        password_hash_next = CASE WHEN ${signedInWith}::text IS NULL OR (${signedInWith}::text = 'Current' AND EXISTS (
          SELECT FROM told WHERE state = 'Pending' OR answer_status = 'RebootRequired'
        )) THEN password_hash_next END
      WHERE id = ${input.stationId} AND NOT is_blocked AND password_hash IS NOT DISTINCT FROM ${input.passwordHash}
        AND password_hash_next IS NOT DISTINCT FROM ${input.passwordHashNext}
        AND GREATEST(security_profile, min_security_profile) <= ${input.securityProfile}
      RETURNING id, connection_epoch
    ), superseded AS (
      UPDATE connection SET closed_at = ${now}::timestamptz, close_reason = 'Superseded'
      WHERE station_id IN (SELECT id FROM claimed) AND closed_at IS NULL
    ), opened AS (
      INSERT INTO connection (station_id, epoch, gateway_id, ocpp_version, security_profile, remote_address, opened_at)
      SELECT id, connection_epoch, ${input.gatewayId}, ${input.ocppVersion}, ${input.securityProfile},
        ${input.remoteAddress}, ${now}::timestamptz
      FROM claimed
    ), announced AS (
      INSERT INTO outbox (at, event)
      SELECT ${now}::timestamptz, ${JSON.stringify(event)}::jsonb || jsonb_build_object('epoch', connection_epoch) FROM claimed
    )
    SELECT connection_epoch AS epoch,
      pg_notify(${CHANNELS.connection}, json_build_object('stationId', id, 'epoch', connection_epoch)::text)::text
    FROM claimed`;
  const [opened] = rows;
  return opened === undefined ? null : { epoch: opened.epoch };
}
