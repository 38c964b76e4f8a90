import type { Command, StationLocalList } from "@/lib/db/generated/client";
import type { LocalListEntry } from "@/lib/domain/local-list";
import { changesTo, fitting, type HeldEntries, type ListLimits } from "@/lib/domain/local-list-sync";
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
  const [stored, site, wanted, limitsOf] = await Promise.all([
    db.stationLocalList.findUnique({ where: { stationId: station.id } }),
    station.siteId === null ? null : db.site.findUnique({ where: { id: station.siteId } }),
    readWantedList(db, ctx.now()),
    readListLimits(db, [station.id]),
  ]);
  const list = stored ?? { ...NOTHING_STORED, stationId: station.id };
  const step = await openStep(db, list);
  return {
    ...toFacts(list),
    ...compare(list, wanted, limitsOf(station.id)),
    identity: station.identity,
    step: step === null ? null : toCommandView(step, station.identity),
    isSentByItself: site?.sendsCardLists ?? false,
  };
}

const NOTHING_STORED: Omit<StationLocalList, "stationId"> = {
  state: "Unknown",
  problem: null,
  versionKnown: null,
  checkedAt: null,
  versionSent: 0,
  entries: null,
  entriesVersion: null,
  digest: null,
  fullAt: null,
  sentAt: null,
  stepId: null,
  triedAt: null,
  cacheClearedAt: null,
};

function compare(list: StationLocalList, wanted: readonly LocalListEntry[], limits: ListLimits) {
  const held = heldByVersion(list);
  const withRoom = fitting(wanted, limits);
  const changes = held === null ? [] : changesTo(held, withRoom);
  return {
    state: localListState({ stored: list.state, isHeldKnown: held !== null, changeCount: changes.length }),
    heldCount: held?.size ?? null,
    wantedCount: withRoom.length,
    withoutRoomCount: wanted.length - withRoom.length,
    changes: changes.slice(0, CHANGES_SHOWN_MAX),
    changeCount: changes.length,
    entriesPerMessage: limits.perMessage,
    entriesMax: limits.total,
  };
}

const toFacts = (list: StationLocalList) => ({
  problem: list.problem,
  versionKnown: list.versionKnown,
  checkedAt: toText(list.checkedAt),
  versionSent: list.versionSent,
  sentAt: toText(list.sentAt),
  fullAt: toText(list.fullAt),
  cacheClearedAt: toText(list.cacheClearedAt),
});

const toText = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Only the version proves what a station holds. */
const heldByVersion = (list: StationLocalList): HeldEntries | null =>
  list.entriesVersion === list.versionKnown ? heldEntries(list.entries) : null;

/** The step under way. One that nobody will answer any more is over: it leads nowhere by itself. */
export async function openStep(db: Pick<Tx, "command">, { stepId }: StationLocalList): Promise<Command | null> {
  const step = stepId === null ? null : await db.command.findUnique({ where: { id: stepId } });
  return step === null || isSettled(step.state) ? null : step;
}
