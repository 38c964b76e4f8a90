/** Turns admitted sockets into connected stations, in the books and in the registry, and takes them out again. */
import type { WebSocket } from "ws";
import { openSessionsOf } from "@/lib/services/sessions/place-meter-values";
import { closeConnection } from "@/lib/services/stations/close-connection";
import { heldElsewhere } from "@/lib/services/stations/held-elsewhere";
import { openConnection } from "@/lib/services/stations/open-connection";
import type { ServiceContext } from "@/lib/services/context";
import type { Log } from "@/lib/log";
import { adapterFor } from "../adapters/index";
import type { ConnectedStation } from "../connected-station";
import { answerCall, type InboundDeps } from "../inbound";
import type { Metrics } from "../metrics";
import { createOutbound } from "../outbound";
import { CLOSE } from "../transport/close-reasons";
import type { Admission } from "../transport/handshake";
import { createStationSocket } from "../transport/station-socket";
import type { FrameFault } from "../wire/frame";
import type { StationRegistry } from "./station-registry";

export type ConnectionsDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  readonly registry: StationRegistry;
  readonly inbound: InboundDeps;
  readonly callTimeoutMs: number;
  readonly onHeard: (station: ConnectedStation, at: Date) => void;
  readonly onConnected: (station: ConnectedStation) => void;
};

type Closing = Parameters<typeof closeConnection>[1];

const UNREADABLE_CHARS_KEPT = 4_000;

export function createConnections(deps: ConnectionsDeps) {
  const { ctx, log, registry, gatewayId } = deps;
  /** Closes the database has not taken yet. */
  const unwritten = new Set<Closing>();

  const writeClose = async (closing: Closing): Promise<void> => {
    unwritten.add(closing);
    await closeConnection(ctx, closing);
    unwritten.delete(closing);
    deps.inbound.onAnnounced();
  };

  const connect = async (ws: WebSocket, admission: Admission): Promise<void> => {
    const { station: admitted, subprotocol, remoteAddress } = admission;
    const adapter = adapterFor(subprotocol.version);
    if (adapter === null) throw new Error(`no adapter for ${subprotocol.version}`);
    const { id, identity } = admitted;
    const { epoch } = await openConnection(ctx, { stationId: id, identity, gatewayId, ocppVersion: adapter.version, remoteAddress });
    const sessions = await openSessionsOf(ctx, id);
    const station: ConnectedStation = { id, identity, epoch, adapter, registered: admitted.registeredStatus, sessions, awaitsEffect: true };
    const outbound = createOutbound({ log, metrics: deps.metrics, now: ctx.now, lanes: deps.inbound.lanes, callTimeoutMs: deps.callTimeoutMs }, station, (text) => {
      if (ws.readyState === ws.OPEN) ws.send(text);
    });
    const onClosed = (code: number, reason: string): void => {
      registry.remove(socket);
      deps.metrics.connections.set(registry.size());
      log.info({ station: identity, epoch, code, reason }, "a station disconnected");
      const closing = { stationId: id, identity, gatewayId, epoch, code, reason };
      writeClose(closing).catch((error: unknown) => log.warn({ station: identity, err: error }, "a close could not be written; tried again soon"));
    };
    const socket = createStationSocket(
      {
        log,
        metrics: deps.metrics,
        now: ctx.now,
        outbound,
        recentAnswers: registry.recentAnswers(id),
        answer: (call, receivedAt) => {
          deps.onHeard(station, receivedAt);
          return answerCall(deps.inbound, station, call, receivedAt);
        },
        onUnreadable: (text, bad) => recordUnreadable(deps, station, text, bad),
        onClosed,
      },
      ws,
      station,
    );
    if (ws.readyState === ws.CLOSED) return onClosed(1006, "ConnectionCut");
    registry.add(socket);
    deps.metrics.connections.set(registry.size());
    log.info({ station: identity, epoch, version: adapter.version, remoteAddress }, "a station connected");
    ws.resume();
    deps.onConnected(station);
  };

  return {
    accept: (ws: WebSocket, admission: Admission): void => {
      ws.on("error", () => undefined); // told by the station socket once it is there
      connect(ws, admission).catch((error: unknown) => {
        log.error({ station: admission.station.identity, err: error }, "a connection could not be opened");
        ws.close(CLOSE.internal.code, CLOSE.internal.reason);
      });
    },
    /** Writes the closes that failed, and lets go of what another gateway holds now. */
    round: async (): Promise<void> => {
      for (const closing of unwritten) await writeClose(closing);
      const held = [...registry.all()].map(({ station }) => ({ stationId: station.id, epoch: station.epoch }));
      for (const stationId of await heldElsewhere(ctx, gatewayId, held)) registry.get(stationId)?.close(CLOSE.connectionLost);
    },
  };
}

function recordUnreadable(deps: ConnectionsDeps, station: ConnectedStation, text: string, bad: FrameFault): void {
  const log = {
    stationId: station.id,
    epoch: station.epoch,
    at: deps.ctx.now(),
    direction: "In" as const,
    messageId: bad.messageId,
    action: null,
    result: "Invalid",
    latencyMs: null,
    // PostgreSQL holds no NUL, and half a surrogate pair is no text.
    request: text.slice(0, UNREADABLE_CHARS_KEPT).replaceAll("\0", "").toWellFormed(),
    response: JSON.stringify({ code: bad.fault.code, description: bad.fault.reason }),
  };
  deps.inbound.lanes.frames.add({ log, status: null, meters: [] }).catch((error: unknown) => {
    deps.metrics.loopFailures.inc({ loop: "message-log" });
    deps.log.warn({ station: station.identity, err: error }, "an unreadable frame could not be logged");
  });
}
