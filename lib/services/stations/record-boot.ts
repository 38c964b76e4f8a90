import type { DomainEvent } from "@/lib/domain/domain-event";
import type { Registration } from "@/lib/domain/station";
import type { BootReported } from "@/lib/domain/station-message";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";

export type BootVerdict = { readonly status: Registration; readonly intervalSeconds: number };

/** How long a station that is not accepted waits before its next BootNotification. */
const RETRY_SECONDS = 60;

/** How long after a boot a setting that waited for it may be read back. */
const READ_BACK_SECONDS = 300;

/**
 * Stores what a station said of itself at boot, and with what it was registered (B01–B03). Safe to repeat:
 * running sessions are left alone, since a boot may come without a reboot (quirk B9). A serial number that is not
 * told stays as an operator entered it: the station may sign in by it.
 * Settings that waited for a restart are asked for again: what they read then is what became of them.
 */
export async function recordBoot(
  ctx: ServiceContext,
  station: { readonly id: number; readonly identity: string },
  boot: BootReported,
): Promise<BootVerdict> {
  const now = ctx.now().toISOString();
  const event: Omit<Extract<DomainEvent, { type: "StationBooted" }>, "registration"> = {
    type: "StationBooted",
    identity: station.identity,
    at: now,
    vendor: boot.vendor,
    model: boot.model,
    serialNumber: boot.serialNumber,
    firmwareVersion: boot.firmwareVersion,
  };
  const rows = await ctx.db.$queryRaw<{ status: Registration; interval: number }[]>`
    WITH booted AS (
      UPDATE station SET vendor = ${boot.vendor}, model = ${boot.model}, 
        serial_number = COALESCE(${boot.serialNumber}, serial_number),
        firmware_version = ${boot.firmwareVersion}, iccid = ${boot.iccid}, imsi = ${boot.imsi},
        meter_type = ${boot.meterType}, meter_serial_number = ${boot.meterSerialNumber},
        boot_reason = ${boot.reason}, booted_at = ${now}::timestamptz,
        registered_status = registration_status, rev = rev + 1
      WHERE id = ${station.id}
      RETURNING registration_status, heartbeat_seconds
    ), announced AS (
      INSERT INTO outbox (at, event)
      SELECT ${now}::timestamptz, ${JSON.stringify(event)}::jsonb || jsonb_build_object('registration', registration_status)
      FROM booted
    ), kept AS (
      INSERT INTO station_boot (station_id, at, reason, firmware_version, registration)
      SELECT ${station.id}::int, ${now}::timestamptz, ${boot.reason}, ${boot.firmwareVersion}, registration_status::text
      FROM booted
    ), restarted AS (
      UPDATE station_setting SET needs_restart = false
      WHERE station_id = ${station.id} AND needs_restart
    ), read_back AS (
      -- What waited for this restart is read again now. Nobody is woken for it: the answer to the boot goes first.
      INSERT INTO command (id, station_id, name, request, parent_id, requested_by_kind, requested_by_id, requested_by,
        created_at, expires_at)
      SELECT gen_random_uuid(), station_id, 'GetSettings',
        jsonb_build_object('type', 'GetSettings', 'keys', jsonb_build_array(request->>'key')), id,
        requested_by_kind, requested_by_id, requested_by, ${now}::timestamptz,
        ${now}::timestamptz + ${READ_BACK_SECONDS} * interval '1 second'
      FROM command WHERE station_id = ${station.id} AND state = 'Scheduled' AND name = 'ChangeSetting'
    )
    SELECT registration_status::text AS status, heartbeat_seconds AS interval FROM booted`;
  const [booted] = rows;
  if (booted === undefined) throw new ServiceError("NotFound", `Station ${station.identity} is gone.`);
  const intervalSeconds = booted.status === "Accepted" ? booted.interval : RETRY_SECONDS;
  return { status: booted.status, intervalSeconds };
}
