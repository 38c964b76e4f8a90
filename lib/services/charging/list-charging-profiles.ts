import type { StationProfile, StationSchedule } from "@/lib/db/generated/client";
import {
  type ChargingProfilesView,
  type ChargingProfileView,
  type CompositeScheduleView,
  PROFILE_STATES,
} from "@/lib/domain/charging-profile-view";
import { expectedSchedule } from "@/lib/domain/composite-schedule";
import { expectedBeside, startOf } from "@/lib/domain/schedule-proof";
import { requirePermission, type ServiceContext } from "../context";
import { findStationOrThrow } from "../stations/find-station";
import { CURRENT_PROFILES } from "./keep-profiles";
import { type Installed, profileOf, readInstalled, scheduleOf } from "./read-installed";

const ENDED_MAX = 20;

/** A station's charging profiles as they were asked for, and the schedules it told, beside what is expected. */
export async function listChargingProfiles(ctx: ServiceContext, identity: string): Promise<ChargingProfilesView> {
  requirePermission(ctx, "read");
  const { id: stationId } = await findStationOrThrow(ctx.db, identity);
  const newestFirst = [{ requestedAt: "desc" }, { commandId: "desc" }] as const;
  const [current, ended, schedules, installed] = await Promise.all([
    ctx.db.stationProfile.findMany({ where: { stationId, state: CURRENT_PROFILES }, orderBy: [...newestFirst] }),
    ctx.db.stationProfile.findMany({
      where: { stationId, state: { notIn: [...CURRENT_PROFILES.in] } },
      orderBy: [...newestFirst],
      take: ENDED_MAX,
    }),
    ctx.db.stationSchedule.findMany({ where: { stationId }, orderBy: { evse: "asc" } }),
    readInstalled(ctx.db, stationId),
  ]);
  return {
    items: [...current, ...ended].map(toView),
    schedules: schedules.map((row) => toScheduleView(row, installed)),
  };
}

function toView(row: StationProfile): ChargingProfileView {
  const state = PROFILE_STATES.find((known) => known === row.state);
  if (state === undefined) throw new Error(`unknown profile state in the books: ${row.state}`);
  return {
    commandId: row.commandId,
    evse: row.evse,
    profile: profileOf(row),
    state,
    reason: row.reason,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    installedAt: row.installedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function toScheduleView(row: StationSchedule, { profiles, sessionOn }: Installed): CompositeScheduleView {
  const { evse, readAt, durationSeconds } = row;
  const schedule = scheduleOf(row);
  const session = sessionOn(evse);
  if (schedule === null) {
    const unit = profiles[0]?.profile.schedule.unit ?? "A";
    const expected = expectedSchedule({ profiles, evse, from: readAt, durationSeconds, unit, session });
    return { evse, readAt: readAt.toISOString(), startAt: readAt.toISOString(), durationSeconds, told: null, expected };
  }
  return {
    evse,
    readAt: readAt.toISOString(),
    startAt: startOf({ schedule, readAt }).toISOString(),
    durationSeconds: schedule.durationSeconds ?? durationSeconds,
    told: schedule,
    expected: expectedBeside({ schedule, durationSeconds, readAt }, { profiles, session }),
  };
}
