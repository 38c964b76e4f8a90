import { plausibleTime } from "@/lib/domain/plausible-time";
import type { MeterValuesReported, SessionReference } from "@/lib/domain/station-message";
import { isPossibleId, type OpenSession, sessionOfReading } from "@/lib/services/sessions/place-meter-values";
import type { ConnectedStation } from "../connected-station";
import type { Handle, HandlerDeps } from "./handler";

/**
 * 1.6 §4.7, 2.x J01: readings, committed with the frame's log row. They belong to the session they name; without a
 * usable name, to the one running on that connector (quirks E3, E8, E9); otherwise they are kept without one.
 */
export const handleMeterValues: Handle<MeterValuesReported> = async (deps, station, message, receivedAt) => {
  const sessionId = await sessionFor(deps, station, message, receivedAt);
  const stationTransaction = sessionId === null ? referenceText(message.session) : null;
  return {
    reply: { type: "Stored" },
    effect: {
      kind: "WithFrame",
      rows: {
        meters: message.samples.map((sample) => ({
          stationId: station.id,
          evse: message.evse,
          connector: null,
          sessionId,
          stationTransaction,
          // A wrong clock must not freeze the live figures (quirk D1); the frame's log row keeps what was said.
          sample: { ...sample, at: plausibleTime(sample.at, receivedAt).at },
          receivedAt,
        })),
      },
    },
  };
};

async function sessionFor(
  deps: HandlerDeps,
  station: ConnectedStation,
  message: MeterValuesReported,
  receivedAt: Date,
): Promise<number | null> {
  const { session, evse } = message;
  if (evse === 0) return null;
  const onConnector = station.sessions.findLast((open) => open.evse === evse) ?? null;
  if (session === null || isNoName(session)) return onConnector?.id ?? null;
  const running = station.sessions.find((open) => isNamed(open, session));
  if (running !== undefined) return running.id;
  const sampledAt = firstAt(message, receivedAt);
  const named = await sessionOfReading(deps.ctx, station.id, session, sampledAt);
  return named ?? whatRanThen(session, onConnector, sampledAt);
}

const firstAt = ({ samples: [first] }: MeterValuesReported, receivedAt: Date): Date =>
  first === undefined ? receivedAt : plausibleTime(first.at, receivedAt).at;

const isNamed = (open: OpenSession, session: SessionReference): boolean =>
  session.kind === "Ours" ? open.id === session.id : open.transactionId === session.transactionId;

/** A wrong id of 1.6, or one of a session that is over: what runs on the connector was measured, if it ran then (quirk E8). */
function whatRanThen(session: SessionReference, onConnector: OpenSession | null, sampledAt: Date): number | null {
  if (session.kind === "Theirs" || !isPossibleId(session.id) || onConnector === null) return null;
  return sampledAt >= onConnector.startedAt ? onConnector.id : null;
}

/** A station that never got its id says 0 or -1. */
const isNoName = (session: SessionReference): boolean => session.kind === "Ours" && session.id <= 0;

function referenceText(session: SessionReference | null): string | null {
  if (session === null) return null;
  return session.kind === "Ours" ? String(session.id) : session.transactionId;
}
