import type { DomainEvent } from "@/lib/domain/domain-event";
import type { Registration } from "@/lib/domain/station";
import type { BootReported } from "@/lib/domain/station-message";
import type { ServiceContext } from "../context";
import { ServiceError } from "../errors";

export type BootVerdict = { readonly status: Registration; readonly intervalSeconds: number };

/** How long a station that is not accepted waits before its next BootNotification. */
const RETRY_SECONDS = 60;

/**
 * Stores what a station said of itself at boot, and with what it was registered (B01–B03). Safe to repeat:
 * running sessions are left alone, since a boot may come without a reboot (quirk B9). A serial number that is not
 * told stays as an operator entered it: the station may sign in by it.
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
    )
    SELECT registration_status::text AS status, heartbeat_seconds AS interval FROM booted`;
  const [booted] = rows;
  if (booted === undefined) throw new ServiceError("NotFound", `Station ${station.identity} is gone.`);
  const intervalSeconds = booted.status === "Accepted" ? booted.interval : RETRY_SECONDS;
  return { status: booted.status, intervalSeconds };
}
