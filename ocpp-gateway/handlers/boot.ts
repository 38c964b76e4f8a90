import type { BootReported } from "@/lib/domain/station-message";
import { recordBoot } from "@/lib/services/stations/record-boot";
import { type Handle, stored } from "./handler";

/** B01–B03 (1.6 §4.2): registers the station; safe to repeat. */
export const handleBoot: Handle<BootReported> = async (deps, station, message) => {
  const verdict = await recordBoot(deps.ctx, station, message);
  station.registered = verdict.status;
  deps.onAnnounced();
  return stored({
    type: "BootAnswered",
    status: verdict.status,
    now: deps.ctx.now(),
    intervalSeconds: verdict.intervalSeconds,
  });
};
