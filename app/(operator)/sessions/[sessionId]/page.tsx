import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { type FrameTick, windowOf } from "@/components/sessions/frame-ticks";
import { SessionDetailView } from "@/components/sessions/session-detail-view";
import { type MessageView, messageKey } from "@/lib/domain/message-view";
import type { SessionView } from "@/lib/domain/session-view";
import type { EventKind } from "@/lib/domain/station-event";
import type { SamplePoint } from "@/lib/domain/station-view";
import { listCommands } from "@/lib/services/commands/list-commands";
import type { ServiceContext } from "@/lib/services/context";
import { listStationEvents } from "@/lib/services/history/list-station-events";
import { listMessages } from "@/lib/services/messages/list-messages";
import { explainSession } from "@/lib/services/sessions/explain-session";
import { readStateHistory } from "@/lib/services/stations/read-state-history";
import { readStation } from "@/lib/services/stations/read-station";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { closeSession, resolveSession } from "./actions";

type Props = { readonly params: Promise<{ readonly sessionId: string }> };

const ID = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("session");
  return { title: t("title", { id: (await params).sessionId }) };
}

export default async function SessionPage({ params }: Props) {
  const ctx = await operatorContext();
  const { sessionId } = await params;
  if (!ID.test(sessionId)) notFound();
  const { session: found, explanation } = await orNotFound(explainSession(ctx, Number(sessionId)));
  const { samples, journal, position, ...session } = found;
  const [{ position: _, ...station }, commands, owner, beside] = await Promise.all([
    readStation(ctx, session.identity),
    listCommands(ctx, { identity: session.identity, limit: 20 }),
    session.tokenUid === null ? null : listTokens(ctx, { q: session.tokenUid, limit: 5 }),
    readBeside(ctx, session, samples),
  ]);
  const label = owner?.items.find(({ uid }) => uid.toLowerCase() === session.tokenUid?.toLowerCase())?.label ?? null;
  return (
    <SessionDetailView
      session={session}
      samples={samples}
      journal={journal}
      station={station}
      commands={commands.items}
      explanation={explanation}
      resolve={resolveSession}
      close={closeSession}
      tokenLabel={label}
      {...beside}
      position={position}
      renderedAt={ctx.now().toISOString()}
    />
  );
}

const FRAMES_MAX = 200;
const EVENTS_MAX = 50;
const DAY_MS = 86_400_000;
/** What leads to a session and what follows it belongs to it. */
const AROUND_MS = 120_000;
/** The session says itself what it was; settings have no part in it. */
const APART: readonly EventKind[] = ["Session", "Settings"];

/** What the connector, the wire and the charger did meanwhile. */
async function readBeside(ctx: ServiceContext, session: SessionView, samples: readonly SamplePoint[]) {
  const { identity, evse, connector } = session;
  const times = { firstSampleAt: samples[0]?.at ?? null, lastSampleAt: samples.at(-1)?.at ?? null };
  const window = windowOf(
    { startedAt: session.startedAt, endedAt: session.endedAt, ...times },
    ctx.now().toISOString(),
  );
  const to = Date.parse(window.to);
  const from = Math.max(Date.parse(window.from), to - 30 * DAY_MS);
  if (from >= Math.min(to, ctx.now().getTime())) return { past: null, events: [] };
  const around = { from: new Date(from - AROUND_MS).toISOString(), to: new Date(to + AROUND_MS).toISOString() };
  const [history, frames, events] = await Promise.all([
    readStateHistory(ctx, identity, { from: new Date(from).toISOString(), to: window.to }),
    listMessages(ctx, { session: session.id, limit: FRAMES_MAX }, 0),
    listStationEvents(ctx, { identity, ...around, limit: EVENTS_MAX }),
  ]);
  const isHere = (at: { readonly evse: number; readonly connector: number }): boolean =>
    at.evse === evse && at.connector === (connector ?? at.connector);
  return {
    past: {
      spans: history.connectors.find(isHere)?.spans ?? [],
      frames: frames.items.map(toTick),
      areFramesCut: frames.nextCursor !== null,
    },
    events: events.items.filter(
      ({ kind, facts }) =>
        !APART.includes(kind) && (facts.what !== "StateChanged" || facts.evse === 0 || isHere(facts)),
    ),
  };
}

const toTick = (message: MessageView): FrameTick => ({
  id: messageKey(message),
  at: message.at,
  action: message.action,
  direction: message.direction,
  result: message.result,
});
