import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { CHANNELS, type ServiceContext } from "@/lib/services/context";
import { keepPartitions } from "@/lib/services/messages/keep-partitions";
import { closeOrphanedConnections } from "@/lib/services/stations/close-connection";
import { recordGatewayStopped } from "@/lib/services/stations/record-presence";
import type { Log } from "@/lib/log";
import { createMetrics } from "./metrics";
import { createCommandDispatcher } from "./runtime/command-dispatcher";
import { createConnections } from "./runtime/connections";
import { createLanes } from "./runtime/lanes";
import { createLiveServer } from "./runtime/live-server";
import { type Loop, startLoop } from "./runtime/loop";
import { createOperatorListener } from "./runtime/operator-listener";
import { createOutboxRelay, RELAY_LOCK } from "./runtime/outbox-relay";
import { createPresence } from "./runtime/presence";
import { createStationRegistry } from "./runtime/station-registry";
import { CLOSE } from "./transport/close-reasons";
import { createCredentialCheck } from "./transport/credentials";
import { createHandshake } from "./transport/handshake";
import { LIVENESS, type LivenessLimits, watchLiveness } from "./transport/liveness";
import { createRefusals } from "./transport/refusals";
import { createStationListener } from "./transport/station-listener";

export type GatewayDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly gatewayId: string;
  readonly unknownStations: "inbox" | "accept" | "refuse";
  /** A session advisory lock on a connection of its own; see `lib/db/notifications`. */
  readonly tryLock: (key: number) => Promise<boolean>;
  readonly liveness?: LivenessLimits;
  readonly callTimeoutMs?: number;
};

export type Gateway = {
  /** Port 0 takes a free one. */
  readonly listen: (ports: { readonly host: string; readonly ocpp: number; readonly live: number }) => Promise<{ readonly ocpp: number; readonly live: number }>;
  /** What another process said: see CHANNELS. */
  readonly notified: (channel: string, payload: string) => void;
  /** Finishes what was read, tells every station that it goes, writes everything. */
  readonly close: () => Promise<void>;
};

const CALL_TIMEOUT_MS = 30_000;
const DRAIN_MS_MAX = 8_000;
/** A gateway whose beat the database has not taken for this long is not ready. */
const UNREADY_AFTER_MS = 10_000;

export function createGateway(deps: GatewayDeps): Gateway {
  const { ctx, log, gatewayId } = deps;
  const metrics = createMetrics();
  const registry = createStationRegistry();
  const presence = createPresence(ctx, registry, gatewayId);
  const refusals = createRefusals(ctx);
  const loops: Loop[] = [];
  let isLeader = false;
  let isDraining = false;

  const loop = (name: string, everyMs: number, round: () => Promise<void>, atLeastMs = 0): Loop => {
    const started = startLoop({ name, everyMs, atLeastMs, round, log, metrics });
    loops.push(started);
    return started;
  };

  const relay = createOutboxRelay({ ctx, isLeader: () => isLeader, onEvents: (events) => live.events(events) });
  const operators = createOperatorListener({
    metrics,
    unreadyBecause: () => {
      if (isDraining) return "draining";
      const beatenAt = presence.beatenAt();
      return beatenAt === null || ctx.now().getTime() - beatenAt > UNREADY_AFTER_MS ? "database unreachable" : null;
    },
  });
  const live = createLiveServer({ ctx, log, metrics, gatewayId, cursor: relay.cursor }, operators);
  const relayLoop = loop("outbox-relay", 1_000, relay.round, 40);
  const onAnnounced = relayLoop.wake;
  const lanes = createLanes({
    ctx,
    metrics,
    onAnnounced,
    onFigures: (figures) => {
      for (const { stationId, sampledAt, ...values } of figures) {
        const identity = registry.get(stationId)?.station.identity;
        if (identity === undefined) continue;
        live.figures({ ...values, identity, sampledAt: sampledAt.toISOString(), receivedAt: ctx.now().toISOString() });
      }
    },
  });
  const dispatcher = createCommandDispatcher({ ctx, log, gatewayId, registry, onAnnounced });
  const connections = createConnections({
    ctx,
    log,
    metrics,
    gatewayId,
    registry,
    callTimeoutMs: deps.callTimeoutMs ?? CALL_TIMEOUT_MS,
    inbound: { ctx, log, metrics, lanes, onAnnounced, onPossibleEffect: dispatcher.observe },
    onHeard: (station, at) => live.seen(station.identity, at),
    onConnected: (station) => {
      onAnnounced();
      dispatcher.wake(station.id);
      dispatcher.observe(station);
    },
  });
  const handshake = createHandshake({
    ctx,
    log,
    metrics,
    refusals,
    unknownStations: deps.unknownStations,
    checkCredentials: createCredentialCheck(),
    isDraining: () => isDraining,
  });
  const stations = createStationListener({ log, handshake, onAdmitted: connections.accept });
  const stopLiveness = watchLiveness(registry.all, deps.liveness ?? LIVENESS, ctx.now);

  loop("presence", 2_000, presence.flush);
  loop("leadership", 2_000, async () => {
    isLeader = await deps.tryLock(RELAY_LOCK);
  });
  loop("commands", 1_000, dispatcher.round);
  loop("connections", 5_000, async () => {
    await connections.round();
    if ((await closeOrphanedConnections(ctx, gatewayId)) > 0) onAnnounced();
  });
  loop("refusals", 1_000, async () => {
    await refusals.flush();
  });
  loop("partitions", 3_600_000, () => keepPartitions(ctx));
  loop("answers", 600_000, async () => registry.forgetAway());

  const drain = async (): Promise<void> => {
    const sockets = [...registry.all()];
    const tooLong = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_MS_MAX).unref());
    await Promise.race([Promise.all(sockets.map((socket) => socket.finish())), tooLong]);
    for (const socket of sockets) socket.close(CLOSE.shuttingDown);
    const gone = (async () => {
      while (registry.size() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    })();
    await Promise.race([gone, tooLong]);
  };

  return {
    listen: async ({ host, ocpp, live: livePort }) => {
      operators.listen(livePort, host);
      stations.listen(ocpp, host);
      await Promise.all([once(operators, "listening"), once(stations, "listening")]);
      return { ocpp: portOf(stations.address()), live: portOf(operators.address()) };
    },
    notified: (channel, payload) => {
      if (channel === CHANNELS.outbox) return relayLoop.wake();
      if (channel === CHANNELS.command) return dispatcher.wake(Number(payload));
      if (channel === CHANNELS.connection) onConnectionNotice(payload);
    },
    close: async () => {
      isDraining = true;
      stations.close();
      stopLiveness();
      await drain();
      await Promise.all(loops.map((started) => started.stop()));
      await Promise.race([Promise.all([lanes.drained(), dispatcher.idle()]), new Promise((resolve) => setTimeout(resolve, DRAIN_MS_MAX).unref())]);
      await connections.round();
      await presence.flush();
      await recordGatewayStopped(ctx, gatewayId);
      await relay.round();
      await live.close();
      stations.closeAllConnections();
      operators.closeAllConnections();
    },
  };

  /** Either a newer connection elsewhere ({stationId, epoch}), or the identity of a station whose access changed. */
  function onConnectionNotice(payload: string): void {
    const newer = /^\{"stationId" ?: ?(\d+), ?"epoch" ?: ?(\d+)\}$/.exec(payload);
    if (newer === null) return registry.find(payload)?.close(CLOSE.accessChanged);
    const socket = registry.get(Number(newer[1]));
    if (socket !== null && socket.station.epoch < Number(newer[2])) socket.close(CLOSE.superseded);
  }
}

/** TCP listeners have an address of this form. */
function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return address.port;
}
