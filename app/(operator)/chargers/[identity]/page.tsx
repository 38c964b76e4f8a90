import type { Metadata } from "next";
import { addNote, deleteNote, editNote, saveTags } from "@/app/(operator)/chargers/[identity]/notes/actions";
import { lockCharger, unlockCharger } from "@/app/(operator)/firmware/campaigns/[id]/actions";
import { operatorContext } from "@/app/context";
import { mayDo, mayManageStations } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { type SearchParams, textParam } from "@/app/search-params";
import { ChargerView } from "@/components/stations/charger-view";
import type { HistorySpan } from "@/components/stations/history/state-timeline";
import { CARRIED_CHARS_MAX } from "@/lib/domain/message-view";
import { readStationFirmware } from "@/lib/services/campaigns/read-station-firmware";
import { listCommands } from "@/lib/services/commands/list-commands";
import type { ServiceContext } from "@/lib/services/context";
import { listStationEvents } from "@/lib/services/history/list-station-events";
import { listMessages } from "@/lib/services/messages/list-messages";
import { listNotes } from "@/lib/services/notes/list-notes";
import { listReservations } from "@/lib/services/reservations/list-reservations";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { listDeviations } from "@/lib/services/stations/list-deviations";
import { listHandshakeRefusals } from "@/lib/services/stations/list-handshake-refusals";
import { readHealth } from "@/lib/services/stations/read-health";
import { readStateHistory } from "@/lib/services/stations/read-state-history";
import { readStation } from "@/lib/services/stations/read-station";
import { listTokens } from "@/lib/services/tokens/list-tokens";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

const DAY_MS = 86_400_000;
const EVENTS_SHOWN = 8;
const NOTES_SHOWN = 20;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: decodeURIComponent((await params).identity) };
}

export default async function ChargerPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const span = (await textParam(searchParams, "history")) === "7d" ? "7d" : "24h";
  const identity = decodeURIComponent((await params).identity);
  // First the position, then the rest: an event told twice does no harm, a missed one does.
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  const [live, latest, commands, messages, tokens, reservations, firmware] = await Promise.all([
    listSessions(ctx, { identity, phase: "live", limit: 50 }),
    listSessions(ctx, { identity, limit: 20 }),
    listCommands(ctx, { identity, limit: 20 }),
    listMessages(ctx, { identity, limit: 10, from: daysBefore(ctx.now(), 30) }, CARRIED_CHARS_MAX),
    listTokens(ctx, { status: "Accepted", limit: 100 }),
    listReservations(ctx, { identity, phase: "current", limit: 50 }),
    readStationFirmware(ctx, identity),
  ]);
  const beside = await readBeside(ctx, identity, span);
  const maySteer = mayDo(ctx, "steer-campaigns");
  return (
    <ChargerView
      station={station}
      position={position}
      renderedAt={ctx.now().toISOString()}
      sessions={[...live.items, ...latest.items.filter(({ phase }) => phase === "Ended")]}
      commands={commands.items}
      messages={messages.items}
      tokens={tokens.items}
      reservations={reservations.items}
      firmware={{ firmware, lock: maySteer ? lockCharger : null, unlock: maySteer ? unlockCharger : null }}
      lastTokenUid={latest.items[0]?.tokenUid ?? null}
      {...beside}
      saveTags={mayManageStations(ctx) ? saveTags : null}
    />
  );
}

/** Its past, how it does, and what people wrote down. */
async function readBeside(ctx: ServiceContext, identity: string, span: HistorySpan) {
  const days = span === "7d" ? 7 : 1;
  const [history, events, health, deviations, refusals, notes] = await Promise.all([
    readStateHistory(ctx, identity, { from: daysBefore(ctx.now(), days) }),
    listStationEvents(ctx, { identity, limit: EVENTS_SHOWN }),
    readHealth(ctx, identity),
    listDeviations(ctx, identity),
    listHandshakeRefusals(ctx, { identity, state: "Open", limit: 10 }),
    listNotes(ctx, { identity, limit: NOTES_SHOWN }),
  ]);
  return {
    past: { history, span },
    events: events.items,
    health: { health, deviations: deviations.length, refusals: refusals.items.length },
    notes: {
      notes: notes.items,
      isCut: notes.nextCursor !== null,
      actions: mayDo(ctx, "command") ? { add: addNote, edit: editNote, remove: deleteNote } : null,
    },
  };
}

/** A charger that has been away for long shows what it said last. */
const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
