import { type EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import type { TlsMaterial } from "@/lib/env/tls-files";
import type { Log } from "@/lib/log";
import { CHANNELS, type ServiceContext } from "@/lib/services/context";
import type { Retention } from "@/lib/services/messages/drop-old-partitions";
import { keepPartitions } from "@/lib/services/messages/keep-partitions";
import type { LiveFigures } from "@/lib/services/sessions/meter-parts";
import { recordGatewayStopped } from "@/lib/services/stations/record-presence";
import { createMetrics, type Metrics } from "./metrics";
import { type AlertSending, createAlertDeliveries } from "./runtime/alert-deliveries";
import { createAlertEngine } from "./runtime/alert-engine";
import { startBackground } from "./runtime/background";
import { CommandDispatcher } from "./runtime/command-dispatcher";
import { Connections } from "./runtime/connections";
import { drainStations, within } from "./runtime/drain";
import { createLanes, type Lanes } from "./runtime/lanes";
import { createLiveServer, type LiveServer } from "./runtime/live-server";
import { type Loop, startLoop } from "./runtime/loop";
import { createOperatorListener } from "./runtime/operator-listener";
import { createOutboxRelay, RELAY_LOCK } from "./runtime/outbox-relay";
import { createPresence, type Presence } from "./runtime/presence";
import { createRetention, RETENTION } from "./runtime/retention";
import { createRolloutEngine } from "./runtime/rollout-engine";
import { createStationRegistry, type StationRegistry } from "./runtime/station-registry";
import { CLOSE } from "./transport/close-reasons";
import { createCredentialCheck } from "./transport/credentials";
import type { TransferLimits } from "./transport/file-transfer";
import { createFirmwareFiles, type FirmwareFiles } from "./transport/firmware-files";
import { createHandshake } from "./transport/handshake";
import { LIVENESS, type LivenessLimits, watchLiveness } from "./transport/liveness";
import { createRefusals, type Refusals } from "./transport/refusals";
import {
  createStationListener,
  createTlsStationListener,
  HANDSHAKE_LIMITS,
  type HandshakeLimits,
} from "./transport/station-listener";
import { createUploads, type Uploads } from "./transport/uploads";

export type GatewayDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly gatewayId: string;
  readonly unknownStations: "inbox" | "accept" | "refuse";
  /** A session advisory lock on a connection of its own; see `lib/db/notifications`. */
  readonly tryLock: (key: number) => Promise<boolean>;
  readonly liveness?: LivenessLimits;
  readonly callTimeoutMs?: number;
  /** Days of messages and of meter values that are kept. */
  readonly retention?: Retention;
  readonly handshakeLimits?: HandshakeLimits;
  /** With it there is a listener for security profiles 2 and 3. */
  readonly tls?: TlsMaterial | null;
  /** What certificates of our stations carry as their organization; null where that is not looked at. */
  readonly cpoName?: string | null;
  /** Where stations find files of ours, `https://files.example.org`; null or absent: where they dial. */
  readonly filesUrl?: string | null;
  /** Of the logs that stations put; absent: as in `DEFAULT_UPLOADS`. */
  readonly uploads?: { readonly bytesMax: number; readonly keepDays: number; readonly limits?: TransferLimits };
  /** Of the images that stations fetch; absent: none is kept on this disk. */
  readonly firmware?: {
    readonly cache: { readonly folder: string | null; readonly bytesMax: number };
    readonly limits?: TransferLimits;
  };
  /** How alerts are told, and the folders whose disks they watch; absent: by no mail, to no private network, none. */
  readonly alerts?: AlertSending & { readonly folders: readonly string[] };
};

const NO_ALERT_SENDING = { smtp: null, allowsPrivateWebhooks: false, consoleUrl: null, folders: [] } as const;

const DEFAULT_UPLOADS = { bytesMax: 256 * 1024 * 1024, keepDays: 90 } as const;

type Ports = { readonly ocpp: number; readonly live: number; readonly ocpps: number | null };

export type Gateway = {
  /** Port 0 takes a free one. */
  readonly listen: (address: Ports & { readonly host: string }) => Promise<Ports>;
  /** Other certificates for TLS connections to come; those that are open stay. */
  readonly reloadTls: (material: TlsMaterial) => void;
  /** What another process said: see CHANNELS. */
  readonly notified: (channel: string, payload: string) => void;
  /** Finishes what was read, tells every station that it goes, writes everything. */
  readonly close: () => Promise<void>;
};

const CALL_TIMEOUT_MS = 30_000;
const DRAIN_MS_MAX = 8_000;
/** A gateway whose beat the database has not taken for this long is not ready. */
const UNREADY_AFTER_MS = 10_000;

/** Builds the gateway's parts and wires them together; nothing listens yet. */
export function createGateway(deps: GatewayDeps): Gateway {
  const { ctx } = deps;
  const parts = assemble(deps);
  const { registry, dispatcher, relayLoop, background, lanes, connections, presence, tlsStations } = parts;
  return {
    listen: async ({ host, ocpp, ocpps, live }) => {
      // Before the first row: the birth of a partition holds up rows that are on their way to the default one.
      await keepPartitions(ctx).catch((error: unknown) => {
        deps.log.warn({ err: error }, "no partitions yet; the loop that keeps them goes on trying");
      });
      const listening = [parts.operators.listen(live, host), parts.stations.listen(ocpp, host)].map(untilListening);
      if (tlsStations !== null) listening.push(untilListening(tlsStations.server.listen(ocpps ?? 0, host)));
      await Promise.all(listening);
      return {
        ocpp: portOf(parts.stations.address()),
        ocpps: tlsStations === null ? null : portOf(tlsStations.server.address()),
        live: portOf(parts.operators.address()),
      };
    },
    reloadTls: (material) => {
      parts.tlsInUse.material = material;
      tlsStations?.reload(material);
    },
    notified: (channel, payload) => {
      if (channel === CHANNELS.outbox) return relayLoop.wake();
      if (channel === CHANNELS.command) return dispatcher.wake(Number(payload));
      if (channel === CHANNELS.connection) return onConnectionNotice(registry, payload);
      if (channel === CHANNELS.rollout) parts.rolloutLoop.wake();
    },
    close: async () => {
      parts.draining.isOn = true;
      parts.stations.close();
      tlsStations?.server.close();
      parts.stopLiveness();
      await drainStations(registry, DRAIN_MS_MAX);
      await Promise.all([parts.uploadServer.close(), parts.firmwareFiles.close()]);
      await Promise.all([relayLoop.stop(), background.stop(), parts.rolloutLoop.stop()]);
      await within(DRAIN_MS_MAX, Promise.all([lanes.drained(), dispatcher.idle(), parts.alerting.deliveries.stop()]));
      await connections.round();
      await presence.flush();
      await parts.refusals.flush();
      await recordGatewayStopped(ctx, deps.gatewayId);
      await parts.relay.round();
      await parts.live.close();
      parts.stations.closeAllConnections();
      tlsStations?.server.closeAllConnections();
      parts.operators.closeAllConnections();
    },
  };
}

function assemble(deps: GatewayDeps) {
  const { ctx } = deps;
  const metrics = createMetrics();
  const registry = createStationRegistry();
  const base = {
    ...deps,
    metrics,
    registry,
    presence: createPresence(ctx, registry, deps.gatewayId),
    draining: { isOn: false },
    leader: { isHeld: false },
    tlsInUse: { material: deps.tls ?? null },
  };
  const told = assembleTelling(base);
  const retentionRound = createRetention({
    ctx,
    log: deps.log,
    metrics,
    isLeader: () => base.leader.isHeld,
    keeps: deps.retention ?? RETENTION,
  });
  return { ...base, ...told, ...assembleStations({ ...base, ...told, retentionRound }) };
}

type Base = GatewayDeps & {
  readonly metrics: Metrics;
  readonly registry: StationRegistry;
  readonly presence: Presence;
  readonly draining: { isOn: boolean };
  readonly leader: { isHeld: boolean };
  readonly tlsInUse: { material: TlsMaterial | null };
};

/** What operators get: the second listener, the live channel and the relay that feeds it. */
function assembleTelling(base: Base) {
  const { ctx, log, metrics, gatewayId, presence, draining, leader } = base;
  const relay = createOutboxRelay({ ctx, isLeader: () => leader.isHeld, onEvents: (events) => live.events(events) });
  const operators = createOperatorListener({
    metrics,
    unreadyBecause: () => unreadyBecause(draining.isOn, presence.beatenAt(), ctx.now()),
  });
  const live = createLiveServer({ ctx, log, metrics, gatewayId, cursor: relay.cursor }, operators);
  const relayLoop = startLoop({
    name: "outbox-relay",
    everyMs: 1_000,
    atLeastMs: 40,
    round: relay.round,
    log,
    metrics,
  });
  return { relay, operators, live, relayLoop, onAnnounced: relayLoop.wake };
}

/** What stations get: the first listener, their connections, the group commits and the commands. */
function assembleStations(
  parts: Base &
    Pick<ReturnType<typeof assembleTelling>, "live" | "onAnnounced"> & { readonly retentionRound: () => Promise<void> },
) {
  const { ctx, log, metrics, gatewayId, registry, presence, live, onAnnounced, leader } = parts;
  const refusals = createRefusals(ctx);
  const lanes = createLanes({ ctx, metrics, onAnnounced, onLogged: live.logged, onFigures: tellFigures(parts) });
  const dispatcher = new CommandDispatcher({ ctx, log, gatewayId, registry, onAnnounced });
  const connections = assembleConnections(parts, lanes, dispatcher);
  const uploadServer = createUploadServer(parts, dispatcher);
  const firmwareFiles = createFileServer(parts);
  const listening = {
    log,
    metrics,
    refusals,
    handshake: createHandshakeOf(parts, refusals),
    limits: parts.handshakeLimits ?? HANDSHAKE_LIMITS,
    onAdmitted: connections.accept,
    services: [uploadServer, firmwareFiles],
  };
  const stations = createStationListener(listening);
  const tlsStations = parts.tls ? createTlsStationListener(listening, parts.tls) : null;
  const stopLiveness = watchLiveness(registry.all, parts.liveness ?? LIVENESS, ctx.now);
  const alerting = assembleAlerts(parts);
  const background = startBackground({
    ctx,
    log,
    metrics,
    gatewayId,
    rounds: {
      presence: presence.flush,
      commands: dispatcher.round,
      connections: connections.round,
      refusals: refusals.flush,
      alerts: alerting.engine.round,
      alertDeliveries: alerting.deliveries.round,
    },
    retention: parts.retentionRound,
    takeLead: async () => void (leader.isHeld = await parts.tryLock(RELAY_LOCK)),
    isLeader: () => leader.isHeld,
    forgetAnswers: registry.forgetAway,
    keepFilesDays: (parts.uploads ?? DEFAULT_UPLOADS).keepDays,
    onAnnounced,
  });
  return {
    lanes,
    dispatcher,
    connections,
    refusals,
    alerting,
    stations,
    tlsStations,
    uploadServer,
    firmwareFiles,
    rolloutLoop: startRollouts(parts),
    stopLiveness,
    background,
  };
}

function assembleConnections(
  { live, onAnnounced, ...parts }: Base & Pick<ReturnType<typeof assembleTelling>, "live" | "onAnnounced">,
  lanes: Lanes,
  dispatcher: CommandDispatcher,
): Connections {
  const { ctx, log, metrics, gatewayId, registry } = parts;
  return new Connections({
    ctx,
    log,
    metrics,
    gatewayId,
    registry,
    callTimeoutMs: parts.callTimeoutMs ?? CALL_TIMEOUT_MS,
    filesUrl: parts.filesUrl ?? null,
    inbound: { ctx, log, metrics, lanes, onAnnounced, onPossibleEffect: dispatcher.observe },
    onHeard: (station, at) => live.seen(station.identity, at),
    onPinged: (station, pings) => live.pinged(station.identity, pings),
    onConnected: (station) => {
      onAnnounced();
      dispatcher.wake(station.id);
      dispatcher.observe(station);
    },
  });
}

/** What is watched for, and how it is told. */
function assembleAlerts(parts: Base & { readonly onAnnounced: () => void }) {
  const { ctx, log, metrics, onAnnounced, leader, tlsInUse, alerts = NO_ALERT_SENDING } = parts;
  const engine = createAlertEngine({
    ctx,
    log,
    metrics,
    onAnnounced,
    isLeader: () => leader.isHeld,
    folders: alerts.folders,
    tls: () => tlsInUse.material,
  });
  return { engine, deliveries: createAlertDeliveries({ ctx, log, metrics }, alerts) };
}

function startRollouts({ onAnnounced, ...parts }: Base & { readonly onAnnounced: () => void }): Loop {
  const { ctx, log, metrics, gatewayId, tryLock } = parts;
  const onReady = (): void => loop.wake();
  const engine = createRolloutEngine({ ctx, log, metrics, gatewayId, tryLock, onAnnounced, onReady });
  const { round } = engine;
  const loop = startLoop({ name: "rollouts", everyMs: 1_000, atLeastMs: 200, round, log, metrics });
  return { wake: loop.wake, stop: async () => void (await Promise.all([loop.stop(), engine.stop()])) };
}

function createHandshakeOf({ ctx, log, metrics, unknownStations, ...parts }: Base, refusals: Refusals) {
  return createHandshake({
    ctx,
    log,
    metrics,
    refusals,
    unknownStations,
    checkCredentials: createCredentialCheck(),
    isDraining: () => parts.draining.isOn,
    hasClientAuthority: typeof parts.tls?.clientAuthority === "string",
    cpoName: parts.cpoName ?? null,
  });
}

function createUploadServer(parts: Base, dispatcher: CommandDispatcher): Uploads {
  const { ctx, log, metrics, draining, uploads = DEFAULT_UPLOADS } = parts;
  const onReceived = dispatcher.observe;
  return createUploads({ ...uploads, ctx, log, metrics, isDraining: () => draining.isOn, onReceived });
}

function createFileServer({ ctx, log, metrics, draining, firmware }: Base): FirmwareFiles {
  const { cache = { folder: null, bytesMax: 0 }, ...limited } = firmware ?? {};
  return createFirmwareFiles({ ...limited, ctx, log, metrics, cache, isDraining: () => draining.isOn });
}

const tellFigures =
  ({ ctx, live, registry }: Pick<Base, "ctx" | "registry"> & { readonly live: LiveServer }) =>
  (figures: readonly LiveFigures[]): void => {
    for (const { stationId, sampledAt, ...values } of figures) {
      const identity = registry.get(stationId)?.station.identity;
      if (identity === undefined) continue;
      live.figures({ ...values, identity, sampledAt: sampledAt.toISOString(), receivedAt: ctx.now().toISOString() });
    }
  };

function unreadyBecause(isDraining: boolean, beatenAt: number | null, now: Date): string | null {
  if (isDraining) return "draining";
  const isBeating = beatenAt !== null && now.getTime() - beatenAt <= UNREADY_AFTER_MS;
  return isBeating ? null : "database unreachable";
}

/** Either a newer connection elsewhere ({stationId, epoch}), or the identity of a station whose access changed. */
function onConnectionNotice(registry: StationRegistry, payload: string): void {
  const newer = /^\{"stationId" ?: ?(\d+), ?"epoch" ?: ?(\d+)\}$/.exec(payload);
  if (newer === null) return registry.find(payload)?.close(CLOSE.accessChanged);
  const socket = registry.get(Number(newer[1]));
  if (socket !== null && socket.station.epoch < Number(newer[2])) socket.close(CLOSE.superseded);
}

const untilListening = (server: EventEmitter): Promise<unknown> => once(server, "listening");

/** TCP listeners have an address of this form. */
function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the listener has no port");
  return address.port;
}
