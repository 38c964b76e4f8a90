import type { Command, StationLocalList } from "@/lib/db/generated/client";
import { changesTo, fitting, type HeldEntries } from "@/lib/domain/local-list-sync";
import { type LocalListView, localListState } from "@/lib/domain/local-list-view";
import { isSettled } from "@/lib/domain/station-command";
import { toCommandView } from "../commands/command-view";
import { requirePermission, type ServiceContext, type Tx } from "../context";
import { findStationOrThrow } from "../stations/find-station";
import { heldEntries } from "./held-entries";
import { readListLimits, readWantedList } from "./wanted-list";

const CHANGES_SHOWN_MAX = 50;

/** A station's own list: what it is known to hold, and what it lacks. */
export async function readLocalList(ctx: ServiceContext, identity: string): Promise<LocalListView> {
  requirePermission(ctx, "read");
  const { db } = ctx;
  const station = await findStationOrThrow(db, identity);
  const [list, site, wanted, limitsOf] = await Promise.all([
    db.stationLocalList.findUnique({ where: { stationId: station.id } }),
    station.siteId === null ? null : db.site.findUnique({ where: { id: station.siteId } }),
    readWantedList(db, ctx.now()),
    readListLimits(db, [station.id]),
  ]);
  const limits = limitsOf(station.id);
  const held = list === null ? null : heldByVersion(list);
  const withRoom = fitting(wanted, limits);
  const changes = changesTo(held ?? new Map(), withRoom);
  const step = list === null ? null : await openStep(db, list);
  return {
    ...factsOf(list),
    identity: station.identity,
    state: localListState({
      stored: list?.state ?? "Unknown",
      isHeldKnown: held !== null,
      changeCount: changes.length,
    }),
    heldCount: held?.size ?? null,
    wantedCount: withRoom.length,
    withoutRoomCount: wanted.length - withRoom.length,
    changes: held === null ? [] : changes.slice(0, CHANGES_SHOWN_MAX),
    changeCount: held === null ? 0 : changes.length,
    entriesPerMessage: limits.perMessage,
    entriesMax: limits.total,
    step: step === null ? null : toCommandView(step, station.identity),
    isSentByItself: site?.sendsCardLists ?? false,
  };
}

function factsOf(list: StationLocalList | null) {
  return {
    problem: list?.problem ?? null,
    versionKnown: list?.versionKnown ?? null,
    checkedAt: list?.checkedAt?.toISOString() ?? null,
    versionSent: list?.versionSent ?? 0,
    sentAt: list?.sentAt?.toISOString() ?? null,
    fullAt: list?.fullAt?.toISOString() ?? null,
    cacheClearedAt: list?.cacheClearedAt?.toISOString() ?? null,
  };
}

/** Only the version proves what a station holds. */
const heldByVersion = (list: StationLocalList): HeldEntries | null =>
  list.entriesVersion === list.versionKnown ? heldEntries(list.entries) : null;

/** The step under way. One that nobody will answer any more is over: it leads nowhere by itself. */
export async function openStep(db: Pick<Tx, "command">, { stepId }: StationLocalList): Promise<Command | null> {
  const step = stepId === null ? null : await db.command.findUnique({ where: { id: stepId } });
  return step === null || isSettled(step.state) ? null : step;
}
