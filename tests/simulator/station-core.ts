import { EventEmitter } from "node:events";
import { type Charging, createCharging } from "./charging";
import { type Clock, systemClock } from "./clock";
import { type Connector, freeConnector, type Session } from "./connector";
import type { BootReason, Call, StationControl } from "./dialect";
import { createFirmware, type Firmware, type FirmwareUpdate } from "./firmware";
import { type Backoff, createLink, type Link } from "./link";
import { logText, uploadLog } from "./log-upload";
import { chargeAWhile, flap } from "./mishaps";
import { createRegistration, type Registration } from "./registration";
import type { CallOutcome, IncomingCall, OutgoingCall, Reply, ReplyToCall } from "./rpc-client";
import { schemaCheck } from "./schema-check";
import { connectorsOf, dialectOf, firmwareOf, hardwareOf, type StationOptions, settingsOf } from "./station-options";
import { createTransactionQueue, type RetryPolicy, type TransactionQueue } from "./transaction-queue";

/** A call the CSMS made, and what it got. `reply` is null while, or if, it stays unanswered. */
export type ReceivedCall = IncomingCall & { readonly at: Date; readonly reply: Reply | null };

/** The CSMS said something that the official schemas, or OCPP-J itself, do not allow. */
export type Violation = { readonly what: string; readonly frame: unknown };

/** `dialFailed.status` is the HTTP status, if the server answered at all. */
export type StationEvents = {
  online: [];
  offline: [];
  dialFailed: [{ readonly status: number | null }];
  command: [ReceivedCall];
  /** Every call of ours, once it is over. */
  call: [{ readonly action: string; readonly outcome: CallOutcome }];
  sessionStarted: [Session];
  sessionEnded: [Session];
  violation: [Violation];
  updateEnded: [FirmwareUpdate];
};

/** A reboot into this firmware; what happens `whileDown` is told once the station is back. */
export type Reflash = {
  readonly version: string;
  readonly downMs: number | null;
  readonly whileDown: () => void;
};

/** The parts of a station, wired up. `createStation` gives them their face. */
export type StationCore = {
  readonly clock: Clock;
  readonly events: EventEmitter<StationEvents>;
  readonly connectors: readonly Connector[];
  readonly link: Link;
  readonly queue: TransactionQueue;
  readonly registration: Registration;
  readonly charging: Charging;
  readonly firmware: Firmware;
  readonly received: readonly ReceivedCall[];
  readonly violations: readonly Violation[];
  readonly overrides: Map<string, ReplyToCall>;
  readonly isOnline: () => boolean;
  readonly firmwareVersion: () => string;
  readonly call: (call: OutgoingCall) => Promise<CallOutcome>;
  readonly dial: () => void;
  readonly close: () => Promise<void>;
  readonly reset: (how: "Soft" | "Hard", reflash: Reflash | null) => Promise<void>;
};

const RECEIVED_MAX = 1_000;
const SOFT_RESET_PATIENCE_MS = 3_000;
const DEFAULT_REBOOT_MS = 2_000;
const DEFAULT_BACKOFF: Backoff = { minMs: 1_000, maxMs: 30_000 };
const DEFAULT_RETRY: RetryPolicy = { attemptsMax: Number.POSITIVE_INFINITY, intervalMs: 5_000, sameMessageId: false };

export function createStationCore(options: StationOptions): StationCore {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const backoff = options.reconnect ?? DEFAULT_BACKOFF;
  const settings = settingsOf(options);
  const connectors = connectorsOf(options);
  const dialect = dialectOf(options, settings, connectors);
  const hardware = hardwareOf(options);
  const check = schemaCheck(options.version);
  const events = new EventEmitter<StationEvents>();
  const received: ReceivedCall[] = [];
  const violations: Violation[] = [];
  const overrides = new Map<string, ReplyToCall>();
  const lastReported = new Map<Connector | null, string>();
  let firmwareVersion = options.firmwareVersion ?? "1.0.0";
  let isClosed = false;
  let isResetting = false;
  let resetsWhenIdle = false;
  let wasOnline = false;

  const now = () => new Date(clock.now());
  const isOnline = () => link.isUp && registration.state === "Accepted";

  const blame = (what: string, frame: unknown) => {
    violations.push({ what, frame });
    events.emit("violation", { what, frame });
  };

  const call = async (outgoing: OutgoingCall): Promise<CallOutcome> => {
    const outcome = judge(outgoing.action, await link.call(outgoing));
    if (outcome.type === "Answered") {
      const { messageId, payload, answer } = outcome;
      const { identity, version } = options;
      options.acknowledged?.record({
        identity,
        version,
        action: outgoing.action,
        messageId,
        payload,
        answer,
        at: now(),
      });
    }
    events.emit("call", { action: outgoing.action, outcome });
    if (outcome.type === "Refused" && outcome.code === "SecurityError") registerAnew();
    return outcome;
  };

  // An answer that the schema does not allow is none: the station cannot use it.
  const judge = (action: string, outcome: CallOutcome): CallOutcome => {
    if (outcome.type !== "Answered") return outcome;
    const wrong = check(action, "Response", outcome.answer);
    if (wrong === null) return outcome;
    blame(`${action} answered with: ${wrong}`, outcome.answer);
    const { messageId, payload } = outcome;
    return { type: "Refused", messageId, payload, code: "FormatViolation", description: wrong };
  };

  const registerAnew = () => {
    if (registration.state !== "Accepted") return;
    queue.pause();
    registration.forget("Unknown");
    registration.bootNow("Unknown");
  };

  const onCall: ReplyToCall = async (incoming) => {
    const entry = { ...incoming, at: now(), reply: null as Reply | null };
    received.push(entry);
    if (received.length > RECEIVED_MAX) received.shift();
    events.emit("command", entry);
    entry.reply = await replyTo(incoming);
    return entry.reply;
  };

  const replyTo: ReplyToCall = (incoming) => {
    const { action, payload } = incoming;
    const wrong = check(action, "Request", payload);
    if (wrong !== null) blame(`${action} asked with: ${wrong}`, payload);
    const override = overrides.get(action);
    if (override) return override(incoming);
    const handle = dialect.commands.get(action);
    if (!handle) return { type: "Error", code: "NotImplemented", description: `${action} is not implemented` };
    if (wrong === null) return handle(incoming, control);
    const code = options.version === "1.6" ? "FormationViolation" : "FormatViolation"; // sic: 1.6 says "Formation"
    return { type: "Error", code, description: wrong.slice(0, 255) };
  };

  const reportStatus = async (connector: Connector | null, isForced: boolean): Promise<CallOutcome | null> => {
    const status = connector?.isMissing === true ? null : dialect.status(connector, now());
    if (!status || !isOnline()) return null;
    const { timestamp: _, ...content } = status.payload as { readonly timestamp: string };
    const told = JSON.stringify(content);
    if (!isForced && lastReported.get(connector) === told) return null;
    lastReported.set(connector, told);
    return call({ action: status.action, build: () => status.payload });
  };

  const announce = async () => {
    queue.resume();
    const outcomes = await Promise.all([null, ...connectors].map((connector) => reportStatus(connector, true)));
    if (!isOnline() || outcomes.some((outcome) => outcome?.type === "Disconnected")) return;
    link.resetBackoff();
    wasOnline = true;
    events.emit("online");
  };

  const link: Link = createLink({
    url: options.url,
    identity: options.identity,
    subprotocol: dialect.subprotocol,
    tls: options.tls ?? null,
    backoff,
    callTimeoutMs: options.callTimeoutMs ?? 30_000,
    clock,
    random,
    password: () => settings.password,
    pingMs: () => settings.pingMs,
    onCall,
    onUp: () => registration.connected(),
    onDown() {
      queue.pause();
      registration.disconnected();
      if (wasOnline) events.emit("offline");
      wasOnline = false;
    },
    onDialFailed: (status) => void events.emit("dialFailed", { status }),
    onBadFrame: (text) => blame("Not an OCPP-J frame", text),
  });

  const registration: Registration = createRegistration({
    clock,
    settings,
    bootCall: (reason: BootReason) => dialect.boot(hardware, firmwareVersion, reason),
    call: ({ action, payload }) => call({ action, build: () => payload }),
    bootsOnReconnect: options.bootsOnReconnect ?? false,
    followsHeartbeatInterval: options.heartbeatMs === undefined,
    bootRetryMs: options.bootRetryMs ?? null,
    fallbackMs: backoff.maxMs,
    onAccepted: () => void announce(),
  });

  const queue: TransactionQueue = createTransactionQueue({
    send: call,
    clock,
    retry: { ...DEFAULT_RETRY, ...options.transactionRetry },
  });

  const charging: Charging = createCharging({
    dialect,
    queue,
    settings,
    clock,
    random,
    speed: options.speed ?? 1,
    isOnline,
    authorize(idTag) {
      const { action, payload } = dialect.authorize(idTag);
      return call({ action, build: () => payload });
    },
    onStatusChanged: (connector) => void reportStatus(connector, false),
    onStarted: (session) => void events.emit("sessionStarted", session),
    onEnded(session) {
      events.emit("sessionEnded", session);
      if (resetsWhenIdle && isIdle()) void reset("Soft", null);
    },
  });

  const isIdle = () => connectors.every(({ session }) => session === null);

  const dial = () => {
    if (!isClosed) link.dial();
  };

  const goDown = async (how: "Soft" | "Hard") => {
    const endSessions = () => connectors.forEach((connector) => void charging.stop(connector, `${how}Reset`));
    if (how === "Hard") {
      await link.hangUp("Terminate");
      return endSessions();
    }
    endSessions();
    if (isOnline()) await Promise.race([queue.drained(), after(clock, SOFT_RESET_PATIENCE_MS)]);
    await link.hangUp("Close");
  };

  const reset = async (how: "Soft" | "Hard", reflash: Reflash | null) => {
    if (isResetting) return;
    isResetting = true;
    resetsWhenIdle = false;
    if (reflash === null) firmware.abandon();
    await goDown(how);
    firmwareVersion = reflash?.version ?? firmwareVersion;
    registration.forget(reflash === null ? "RemoteReset" : "FirmwareUpdate");
    await after(clock, reflash?.downMs ?? options.rebootMs ?? DEFAULT_REBOOT_MS);
    reflash?.whileDown();
    isResetting = false;
    dial();
  };

  const redial = async () => {
    await link.hangUp("Close");
    await after(clock, backoff.minMs);
    dial();
  };

  const send = ({ action, payload }: Call) => void call({ action, build: () => payload });

  const firmware: Firmware = createFirmware({
    ...firmwareOf(options),
    clock,
    connectors,
    version: () => firmwareVersion,
    async tell(step, requestId) {
      const told = dialect.firmwareStatus(step, requestId);
      if (told) await call({ action: told.action, build: () => told.payload });
    },
    tellSecurityEvent(type) {
      const told = dialect.securityEvent(type, now());
      if (told) send(told);
    },
    reportStatuses: () => connectors.forEach((connector) => void reportStatus(connector, false)),
    async restart(version, downMs, whileDown) {
      const online = new Promise((resolve) => events.once("online", () => resolve(null)));
      await reset("Soft", { version, downMs, whileDown });
      await online;
    },
    disappear: () => void close(),
    flap: () => flap({ clock, link, isOver: () => isClosed }),
    fail: (connector) => charging.fault(connector, "InternalError"),
    forgetSettings() {
      for (const { action, payload } of dialect.factorySettings) {
        const reply = dialect.commands.get(action)?.({ messageId: "", action, payload }, control);
        if (reply?.type === "Answer") reply.afterwards?.();
      }
    },
    charge: (idTag, forMs) => void chargeAWhile({ charging, clock, connectors }, idTag, forMs),
    blame,
    ended: (update) => void events.emit("updateEnded", update),
  });

  const close = async () => {
    isClosed = true;
    firmware.abandon();
    queue.pause();
    registration.disconnected();
    for (const { session, awaiting } of connectors) {
      session?.cancelSampling();
      awaiting?.cancel();
    }
    await link.hangUp("Close");
  };

  const control: StationControl = {
    connectors,
    firmware,
    get isRegistered() {
      return registration.state === "Accepted";
    },
    hasPendingMessages: (transactionId) =>
      queue.pending.some(({ payload }) => transactionId === null || JSON.stringify(payload).includes(transactionId)),
    connectorFor: (connectorId) => freeConnector(connectors, connectorId),
    remoteStart: (connector, start) => charging.startRemotely(connector, start, options.autoPlug ?? true),
    remoteStop: (connector, reason) => void charging.stop(connector, reason),
    setAvailability(affected, isOperative) {
      const outcomes = affected.map((connector) => charging.setAvailability(connector, isOperative));
      return outcomes.includes("Scheduled") ? "Scheduled" : "Accepted";
    },
    reserve: (connector, reservation) => charging.reserve(connector, reservation),
    cancelReservation: (id) => charging.cancelReservation(connectors, id),
    uploadLog(location, fileName, tell) {
      const lines = received.map(({ action, at }) => `${at.toISOString()} asked for ${action}`);
      void uploadLog({ location, fileName, text: logText(lines, clock), tell });
    },
    reset: (how) => void reset(how, null),
    resetWhenIdle() {
      if (!isIdle()) {
        resetsWhenIdle = true;
        return "Scheduled";
      }
      clock.after(0, () => void reset("Soft", null));
      return "Accepted";
    },
    boot: () => registration.bootNow("Triggered"),
    heartbeat: () => registration.beat(),
    reportStatus: (connector) => void reportStatus(connector, true),
    sample(connector) {
      const measurements = charging.sampleNow(connector);
      if (connector.session) return;
      const { action, payload } = dialect.idleSample(connector, measurements, now());
      void call({ action, build: () => payload });
    },
    send,
    settingsChanged(what) {
      switch (what) {
        case "Heartbeat":
          return registration.restartHeartbeats();
        case "Sampling":
          return connectors.forEach(charging.restartSampling);
        case "Password":
          return void redial();
      }
    },
  };

  return {
    clock,
    events,
    connectors,
    link,
    queue,
    registration,
    charging,
    firmware,
    received,
    violations,
    overrides,
    isOnline,
    firmwareVersion: () => firmwareVersion,
    call,
    dial,
    close,
    reset,
  };
}

function after(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
