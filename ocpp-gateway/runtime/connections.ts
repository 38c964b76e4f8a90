import type { WebSocket } from "ws";
import { createClockWatch } from "@/lib/domain/clock-offset";
import type { PingFigures } from "@/lib/domain/ping-figures";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { openSessionsOf } from "@/lib/services/sessions/place-meter-values";
import { closeConnection } from "@/lib/services/stations/close-connection";
import { heldElsewhere } from "@/lib/services/stations/held-elsewhere";
import { openConnection } from "@/lib/services/stations/open-connection";
import { adapterFor } from "../adapters/index";
import type { ConnectedStation } from "../connected-station";
import { answerCall, type InboundDeps } from "../inbound";
import type { Metrics } from "../metrics";
import { createOutbound } from "../outbound";
import { CLOSE } from "../transport/close-reasons";
import type { Admission } from "../transport/handshake";
import { StationSocket } from "../transport/station-socket";
import { within } from "./drain";
import type { StationRegistry } from "./station-registry";
import { recordUnreadable } from "./unreadable-frames";

export type ConnectionsDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  readonly registry: StationRegistry;
  readonly inbound: InboundDeps;
  readonly callTimeoutMs: number;
  /** Where stations find files of ours; null: where they dial. */
  readonly filesUrl: string | null;
  readonly onHeard: (station: ConnectedStation, at: Date) => void;
  readonly onPinged: (station: ConnectedStation, pings: PingFigures) => void;
  readonly onConnected: (station: ConnectedStation) => void;
};

const EARLIER_MS_MAX = 5_000;

type Closing = Parameters<typeof closeConnection>[1];

/** Turns admitted sockets into connected stations, in the books and in the registry, and takes them out again. */
export class Connections {
  readonly #deps: ConnectionsDeps;
  /** Closes the database has not taken yet. */
  readonly #unwritten = new Set<Closing>();
  /** By station: what was read on connections that are over and is still being answered. */
  readonly #leftovers = new Map<number, Promise<unknown>>();

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
  }

  /** The socket is paused until the station is in the books. */
  readonly accept = (ws: WebSocket, admission: Admission): void => {
    const { identity } = admission.station;
    // Told by the station socket once there is one; without a listener an error would end the process.
    ws.on("error", (error) => this.#deps.log.debug({ station: identity, err: error.message }, "a socket broke"));
    this.#connect(ws, admission).catch((error: unknown) => {
      this.#deps.log.error({ station: identity, err: error }, "a connection could not be opened");
      ws.close(CLOSE.internal.code, CLOSE.internal.reason);
      ws.resume();
    });
  };

  /** Writes the closes that failed, and lets go of what another gateway holds now. */
  readonly round = async (): Promise<void> => {
    const { ctx, gatewayId, registry } = this.#deps;
    for (const closing of this.#unwritten) await this.#writeClose(closing);
    const held = [...registry.all()].map(({ station }) => ({ stationId: station.id, epoch: station.epoch }));
    for (const { stationId, epoch } of await heldElsewhere(ctx, gatewayId, held)) {
      const socket = registry.get(stationId);
      // A newer one may have come while the books were asked.
      if (socket?.station.epoch === epoch) socket.close(CLOSE.connectionLost);
    }
  };

  async #connect(ws: WebSocket, admission: Admission): Promise<void> {
    const { log, metrics, registry } = this.#deps;
    const station = await this.#openStation(admission);
    if (station === null) {
      log.info({ station: admission.station.identity }, "a station lost its access while it dialled");
      ws.close(CLOSE.accessChanged.code, CLOSE.accessChanged.reason);
      return ws.resume();
    }
    const socket = this.#wire(ws, station);
    if (ws.readyState === ws.CLOSED) return this.#onClosed(socket, 1006, "ConnectionCut");
    const older = registry.get(station.id);
    registry.add(socket);
    metrics.connections.set(registry.size());
    const { identity, epoch, adapter } = station;
    const { remoteAddress, signIn } = admission;
    log.info(
      { station: identity, epoch, version: adapter.version, securityProfile: signIn.securityProfile, remoteAddress },
      "a station connected",
    );
    // In order over connections too: a repeated call finds the answer that the cut one could not bring.
    const superseded = registry.get(station.id) === socket ? older : null;
    await within(EARLIER_MS_MAX, Promise.all([this.#leftovers.get(station.id), superseded?.finish()]));
    station.sessions = await openSessionsOf(this.#deps.ctx, station.id);
    ws.resume();
    this.#deps.onConnected(station);
  }

  async #openStation(admission: Admission): Promise<ConnectedStation | null> {
    const { ctx, gatewayId } = this.#deps;
    const { station, subprotocol, remoteAddress, signIn } = admission;
    const { id: stationId, identity, passwordHash, passwordHashNext, registeredStatus: registered } = station;
    const adapter = adapterFor(subprotocol.version);
    if (adapter === null) throw new Error(`no adapter for ${subprotocol.version}`);
    const ocppVersion = adapter.version;
    const { certificateNames, ...provenBy } = signIn;
    const decidedBy = { passwordHash, passwordHashNext, ...provenBy };
    const opened = await openConnection(ctx, {
      stationId,
      identity,
      gatewayId,
      ocppVersion,
      remoteAddress,
      ...decidedBy,
    });
    if (opened === null) return null;
    const { epoch } = opened;
    return {
      id: stationId,
      identity,
      epoch,
      adapter,
      certificateNames,
      registered,
      filesUrl: this.#deps.filesUrl ?? admission.dialledUrl,
      clock: createClockWatch(),
      sessions: [],
      awaitsEffect: true,
    };
  }

  #wire(ws: WebSocket, station: ConnectedStation): StationSocket {
    const { ctx, log, metrics, inbound, registry, callTimeoutMs } = this.#deps;
    const { now } = ctx;
    const outbound = createOutbound({ log, metrics, now, lanes: inbound.lanes, callTimeoutMs }, station, (text) => {
      if (ws.readyState !== ws.OPEN) return false;
      ws.send(text);
      return true;
    });
    const socket: StationSocket = new StationSocket(
      {
        log,
        metrics,
        now,
        outbound,
        recentAnswers: registry.recentAnswers(station.id),
        answer: (call, receivedAt) => {
          this.#deps.onHeard(station, receivedAt);
          return answerCall(inbound, station, call, receivedAt);
        },
        onUnreadable: (text, bad) => recordUnreadable(inbound, station, text, bad),
        onPinged: (pings) => this.#deps.onPinged(station, pings),
        onClosed: (code, reason) => this.#onClosed(socket, code, reason),
      },
      ws,
      station,
    );
    return socket;
  }

  #onClosed(socket: StationSocket, code: number, reason: string): void {
    const { log, metrics, registry, gatewayId } = this.#deps;
    const { id: stationId, identity, epoch } = socket.station;
    registry.remove(socket);
    this.#keepLeftover(socket);
    metrics.connections.set(registry.size());
    log.info({ station: identity, epoch, code, reason }, "a station disconnected");
    this.#writeClose({ stationId, identity, gatewayId, epoch, code, reason, pings: socket.pings() }).catch(
      (error: unknown) => {
        log.warn({ station: identity, err: error }, "a close could not be written; tried again soon");
      },
    );
  }

  #keepLeftover(socket: StationSocket): void {
    const { id } = socket.station;
    const leftover = Promise.all([this.#leftovers.get(id), socket.finish()]).finally(() => {
      if (this.#leftovers.get(id) === leftover) this.#leftovers.delete(id);
    });
    this.#leftovers.set(id, leftover);
  }

  async #writeClose(closing: Closing): Promise<void> {
    this.#unwritten.add(closing);
    await closeConnection(this.#deps.ctx, closing);
    this.#unwritten.delete(closing);
    this.#deps.inbound.onAnnounced();
  }
}
