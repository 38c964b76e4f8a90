import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createAcknowledgedLedger, type StationVersion } from "../../simulator/acknowledged";
import { createStation, DialRefused, type Station } from "../../simulator/station";
import type { StationOptions } from "../../simulator/station-options";
import { createFakeCsms, type FakeCsms, type Payload, type ReceivedFrame } from "./fake-csms";
import { createManualClock } from "./manual-clock";

const VERSIONS: readonly StationVersion[] = ["1.6", "2.0.1"];

let csms: FakeCsms;
let stations: Station[] = [];

beforeEach(async () => {
  csms = await createFakeCsms();
  stations = [];
});

afterEach(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await csms.close();
});

function aStation(version: StationVersion, options: Partial<StationOptions> = {}): Station {
  const station = createStation({
    identity: "KTO-1",
    url: csms.url,
    version,
    connectors: 2,
    meterIntervalMs: 0,
    reconnect: { minMs: 5, maxMs: 20 },
    rebootMs: 5,
    transactionRetry: { intervalMs: 5 },
    ...options,
  });
  stations.push(station);
  return station;
}

async function anOnlineStation(version: StationVersion, options: Partial<StationOptions> = {}): Promise<Station> {
  const station = aStation(version, options);
  await station.connect();
  return station;
}

const until = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 3_000, interval: 5 });
const actions = (frames: readonly ReceivedFrame[]) => frames.map(({ action }) => action);
const isTransactional = ({ action }: ReceivedFrame) =>
  ["StartTransaction", "StopTransaction", "MeterValues", "TransactionEvent"].includes(action);

/** What happened to transactions, without the version's own spelling. */
const story = (frames: readonly ReceivedFrame[]) =>
  frames.filter(isTransactional).map(({ action, payload }) => payload.eventType ?? action);

describe.each(VERSIONS)("a %s station", (version) => {
  const statuses = () =>
    csms.of("StatusNotification").map(({ payload }) => {
      const connector = payload["evseId"] ?? payload["connectorId"];
      return [connector, payload["connectorStatus"] ?? payload["status"]].join(" ");
    });

  test("boots, then reports every connector", async () => {
    const station = await anOnlineStation(version, { identity: "RDAM 123" });
    expect(station.isOnline).toBe(true);
    expect(csms.frames[0]).toMatchObject({ identity: "RDAM 123", action: "BootNotification" });
    expect(statuses()).toEqual([...(version === "1.6" ? ["0 Available"] : []), "1 Available", "2 Available"]);
  });

  test("presents its identity and password", async () => {
    await anOnlineStation(version, { password: "s3cret:with colon" });
    expect(csms.authorizations).toEqual([`Basic ${Buffer.from("KTO-1:s3cret:with colon").toString("base64")}`]);
  });

  test("sends no credentials when it has none", async () => {
    await anOnlineStation(version);
    expect(csms.authorizations).toEqual([null]);
  });

  test("tells why a dial was refused when it is not to retry", async () => {
    csms.refuseDials(401);
    await expect(aStation(version).connect({ retry: false })).rejects.toEqual(new DialRefused(401));
  });

  test("keeps dialling until it is let in", async () => {
    csms.refuseDials(503);
    const station = aStation(version);
    const connected = station.connect();
    await until(() => expect(csms.authorizations.length).toBeGreaterThan(2));
    csms.refuseDials(null);
    await connected;
    expect(station.isOnline).toBe(true);
  });

  test.each(["Pending", "Rejected"])("boots again after %s and stays silent meanwhile", async (status) => {
    const answers = [status, status, "Accepted"];
    csms.treat("BootNotification", () => ({
      answer: { status: answers.shift(), currentTime: new Date().toISOString(), interval: 600 },
    }));
    await anOnlineStation(version, { bootRetryMs: 5 });
    expect(actions(csms.frames).slice(0, 4)).toEqual([
      "BootNotification",
      "BootNotification",
      "BootNotification",
      "StatusNotification",
    ]);
  });

  test("refuses remote starts while the CSMS has not accepted it", async () => {
    csms.treat("BootNotification", () => ({
      answer: { status: "Pending", currentTime: new Date().toISOString(), interval: 600 },
    }));
    const station = aStation(version);
    void station.connect();
    await until(() => expect(station.registration).toBe("Pending"));
    expect(await csms.command(...remoteStart(version, 1))).toEqual({ answer: { status: "Rejected" } });
  });

  test("sends heartbeats at the interval the CSMS gave", async () => {
    csms.treat("BootNotification", () => ({
      answer: { status: "Accepted", currentTime: new Date().toISOString(), interval: 300 },
    }));
    const clock = createManualClock();
    await anOnlineStation(version, { clock, pingMs: 0 });
    clock.advance(299_000);
    expect(csms.of("Heartbeat")).toHaveLength(0);
    clock.advance(1_000);
    await until(() => expect(csms.of("Heartbeat")).toHaveLength(1));
  });

  test("tells a whole session, with meter values from start to end", async () => {
    const station = await anOnlineStation(version, { meterIntervalMs: 20, speed: 3_600 });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await until(() => expect(story(csms.frames).length).toBeGreaterThan(4));
    const session = await station.stopCharging(1);
    await station.unplug(1);
    await station.drained();

    const told = story(csms.frames);
    expect([told[0], told.at(-1)]).toEqual(
      version === "1.6" ? ["StartTransaction", "StopTransaction"] : ["Started", "Ended"],
    );
    const transactional = csms.frames.filter(isTransactional).map(({ payload }) => payload);
    const registers = transactional.flatMap((payload) => energyIn(payload.meterValue ?? []));
    const last = transactional.at(-1);
    expect(registers).toEqual(registers.toSorted((one, other) => one - other));
    expect(energyIn(last?.meterValue ?? last?.transactionData ?? []).at(-1)).toBe(session.ended?.meterStopWh);
    expect(session.ended?.meterStopWh).toBeGreaterThan(session.meterStartWh);
    expect(station.meterWh(1)).toBe(session.ended?.meterStopWh);
    const expected =
      version === "1.6" ? ["1 Preparing", "1 Charging", "1 Finishing", "1 Available"] : ["1 Occupied", "1 Available"];
    await until(() => expect(statuses().slice(version === "1.6" ? 3 : 2)).toEqual(expected));
  });

  test("does not start a session with a token the CSMS blocks", async () => {
    csms.treat("Authorize", () => ({
      answer: version === "1.6" ? { idTagInfo: { status: "Blocked" } } : { idTokenInfo: { status: "Blocked" } },
    }));
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await expect(station.startCharging(1, "TAG-1")).rejects.toMatchObject({ status: "Blocked" });
    expect(story(csms.frames)).toEqual([]);
    expect(station.session(1)).toBeNull();
  });

  test("stops a session whose start the CSMS answers with an invalid token", async () => {
    const action = version === "1.6" ? "StartTransaction" : "TransactionEvent";
    csms.treat(action, ({ payload }) => ({
      answer:
        version === "1.6"
          ? { transactionId: 9, idTagInfo: { status: "Invalid" } }
          : payload["idToken"]
            ? { idTokenInfo: { status: "Invalid" } }
            : {},
    }));
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await expect(station.startCharging(1, "TAG-1")).rejects.toMatchObject({ status: "DeAuthorized" });
    await station.drained();
    expect(csms.frames.at(-1)?.payload).toMatchObject(
      version === "1.6"
        ? { transactionId: 9, reason: "DeAuthorized" }
        : { eventType: "Ended", triggerReason: "Deauthorized", transactionInfo: { stoppedReason: "DeAuthorized" } },
    );
  });

  test("keeps what happened offline and tells it in order on its return", async () => {
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.drained();
    const before = csms.frames.length;
    station.cutNetwork();
    await station.stopCharging(1);
    await station.unplug(1);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-2");
    await station.stopCharging(1);
    expect(station.isOnline).toBe(false);
    const queued = station.pending.map(({ action }) => action);

    station.restoreNetwork();
    await station.drained();
    const replayed = csms.frames.slice(before).filter(isTransactional);
    expect(actions(replayed)).toEqual(queued);
    expect(csms.of("BootNotification")).toHaveLength(1);
    if (version === "2.0.1") expect(replayed.every(({ payload }) => payload["offline"] === true)).toBe(true);
  });

  test.each([
    ["a CALLERROR", { error: "InternalError" }],
    ["an answer the schema forbids", { answer: { surprise: 1 } }],
    ["silence", "Silence"],
  ] as const)("repeats a transaction message answered with %s until it is taken", async (_, treatment) => {
    const action = version === "1.6" ? "StopTransaction" : "TransactionEvent";
    const isStop = ({ payload }: ReceivedFrame) => version === "1.6" || payload.eventType === "Ended";
    let refusals = 2;
    csms.treat(action, (frame) => {
      if (!isStop(frame) || refusals === 0) return { answer: frame.payload["idToken"] ? accepted(version) : {} };
      refusals -= 1;
      return treatment;
    });
    const ledger = createAcknowledgedLedger();
    const station = await anOnlineStation(version, { acknowledged: ledger, callTimeoutMs: 50 });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.stopCharging(1);
    await station.drained();

    const sent = csms.of(action).filter(isStop);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(3);
    expect(new Set(sent.map(({ payload }) => JSON.stringify(payload))).size).toBe(1);
    expect(ledger.of(action).filter(({ messageId }) => messageId === sent[2]?.messageId)).toHaveLength(1);
    expect(station.droppedCount).toBe(0);
  });

  test("gives a message up after the attempts it was told to make", async () => {
    const action = version === "1.6" ? "StopTransaction" : "TransactionEvent";
    csms.treat(action, () => ({ error: "InternalError" }));
    const station = await anOnlineStation(version, { transactionRetry: { attemptsMax: 2, intervalMs: 1 } });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.stopCharging(1);
    await station.drained();
    expect(station.droppedCount).toBe(version === "1.6" ? 1 : 3);
  });

  test("waits for each answer before the next call", async () => {
    let release: () => void = () => {};
    csms.treat("Heartbeat", async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { answer: { currentTime: new Date().toISOString() } };
    });
    const station = await anOnlineStation(version);
    const before = csms.frames.length;
    const calls = [station.send("Heartbeat", {}), station.send("DataTransfer", { vendorId: "ke.kituo" })];
    await station.plugIn(1);
    await until(() => expect(csms.of("Heartbeat")).toHaveLength(1));
    expect(actions(csms.frames.slice(before))).toEqual(["Heartbeat"]);
    release();
    await Promise.all(calls);
    expect(actions(csms.frames.slice(before))).toEqual(["Heartbeat", "DataTransfer"]);
  });

  test("loses its network without a word and comes back on a second socket", async () => {
    const station = await anOnlineStation(version);
    station.cutNetwork({ silent: true });
    expect(station.isOnline).toBe(false);
    const [first] = csms.sockets;
    const pong = vi.fn<() => void>();
    first?.on("pong", pong);
    first?.ping();
    station.restoreNetwork();
    await station.once("online");
    expect(csms.sockets).toHaveLength(2);
    expect(first?.readyState).toBe(1);
    expect(pong).not.toHaveBeenCalled();
  });

  test("comes back by itself when the CSMS cuts the connection", async () => {
    const station = await anOnlineStation(version);
    csms.cutAll();
    await station.once("online");
    expect(csms.sockets).toHaveLength(2);
  });

  test("tells a start again when the connection broke before its answer", async () => {
    const action = version === "1.6" ? "StartTransaction" : "TransactionEvent";
    const ledger = createAcknowledgedLedger();
    const station = await anOnlineStation(version, { acknowledged: ledger });
    csms.treat(action, ({ payload }) => {
      if (csms.of(action).length === 1) {
        csms.cutAll();
        return "Silence";
      }
      if (version === "1.6") return { answer: { transactionId: 4711, ...accepted(version) } };
      return { answer: payload["idToken"] ? accepted(version) : {} };
    });
    await station.plugIn(1);
    const session = await station.startCharging(1, "TAG-1");
    await station.drained();
    const [lost, repeated] = csms.of(action);
    expect(repeated?.payload).toEqual(lost?.payload);
    expect(ledger.of(action).map(({ messageId }) => messageId)).not.toContain(lost?.messageId);
    expect(ledger.of(action).map(({ messageId }) => messageId)).toContain(repeated?.messageId);
    if (version === "1.6") expect(session.transactionId).toBe(4711);
  });

  test("boots again when the CSMS no longer knows it, losing nothing", async () => {
    const station = await anOnlineStation(version);
    const action = version === "1.6" ? "StartTransaction" : "TransactionEvent";
    let isForgotten = true;
    csms.treat("BootNotification", () => {
      isForgotten = false;
      return { answer: { status: "Accepted", currentTime: new Date().toISOString(), interval: 300 } };
    });
    csms.treat(action, ({ payload }) =>
      isForgotten
        ? { error: "SecurityError" }
        : {
            answer:
              version === "1.6"
                ? { transactionId: 1, ...accepted(version) }
                : payload["idToken"]
                  ? accepted(version)
                  : {},
          },
    );
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.drained();
    expect(csms.of("BootNotification")).toHaveLength(2);
    expect(station.pending).toEqual([]);
  });

  test("starts and stops on request, plugging a car in by itself", async () => {
    const station = await anOnlineStation(version);
    const started = station.once("sessionStarted");
    expect(await csms.command(...remoteStart(version, 1))).toEqual({ answer: { status: "Accepted" } });
    const [session] = await started;
    expect(csms.of("Authorize")).toEqual([]);
    const ended = station.once("sessionEnded");
    expect(await csms.command(...remoteStop(version, session.transactionId))).toEqual({
      answer: { status: "Accepted" },
    });
    await ended;
    await station.drained();
    const transactional = csms.frames.filter(isTransactional).map(({ payload }) => payload);
    expect(transactional[0]).toMatchObject(
      version === "1.6"
        ? { connectorId: 1, idTag: "REMOTE-1" }
        : { triggerReason: "RemoteStart", seqNo: 0, transactionInfo: { remoteStartId: 7 }, evse: { id: 1 } },
    );
    expect(transactional.at(-1)).toMatchObject(
      version === "1.6"
        ? { transactionId: session.transactionId, reason: "Remote" }
        : { triggerReason: "RemoteStop", transactionInfo: { stoppedReason: "Remote" } },
    );
  });

  test("waits for a cable after a remote start when told to", async () => {
    const station = await anOnlineStation(version, { autoPlug: false });
    await csms.command(...remoteStart(version, 2));
    await until(() => expect(station.status(2)).toBe("Preparing"));
    const started = station.once("sessionStarted");
    await station.plugIn(2);
    await started;
    expect(station.status(2)).toBe("Charging");
  });

  test("lets a remote start lapse when nobody plugs in", async () => {
    const station = await anOnlineStation(version, { autoPlug: false, connectionTimeoutMs: 10 });
    await csms.command(...remoteStart(version, 2));
    await until(() => expect(statuses().at(-1)).toBe("2 Available"));
    expect(story(csms.frames)).toEqual([]);
    expect(station.status(2)).toBe("Available");
  });

  test("ends its sessions before a soft reset, then boots again", async () => {
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    const type = version === "1.6" ? "Soft" : "Immediate";
    expect(await csms.command("Reset", { type })).toEqual({ answer: { status: "Accepted" } });
    await station.once("online");
    const told = csms.frames.filter((frame) => isTransactional(frame) || frame.action === "BootNotification");
    expect(told.at(-1)?.action).toBe("BootNotification");
    expect(told.at(-2)?.payload).toMatchObject(
      version === "1.6" ? { reason: "SoftReset" } : { transactionInfo: { stoppedReason: "ImmediateReset" } },
    );
    if (version === "2.0.1") expect(told.at(-1)?.payload).toMatchObject({ reason: "RemoteReset" });
  });

  test("stops by itself being inoperative only after the session", async () => {
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    const closing =
      version === "1.6"
        ? { connectorId: 1, type: "Inoperative" }
        : { operationalStatus: "Inoperative", evse: { id: 1 } };
    expect(await csms.command("ChangeAvailability", closing)).toEqual({ answer: { status: "Scheduled" } });
    expect(station.status(1)).toBe("Charging");
    await station.stopCharging(1);
    await station.unplug(1);
    await until(() => expect(statuses().at(-1)).toBe("1 Unavailable"));
  });

  test("reports a fault, which ends the session, and its end", async () => {
    const station = await anOnlineStation(version);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    station.fault(1, "GroundFailure");
    await station.drained();
    await until(() => expect(statuses().at(-1)).toBe("1 Faulted"));
    const ended = csms.frames.filter(isTransactional).at(-1)?.payload;
    expect(ended).toMatchObject(
      version === "1.6" ? { reason: "Other" } : { transactionInfo: { stoppedReason: "GroundFault" } },
    );
    await station.unplug(1);
    station.clearFault(1);
    await until(() => expect(statuses().at(-1)).toBe("1 Available"));
  });

  test("says that it does not know an action", async () => {
    const station = await anOnlineStation(version);
    expect(await csms.command("CustomOperation", {})).toEqual({ error: "NotImplemented" });
    expect(station.received.at(-1)).toMatchObject({ action: "CustomOperation", reply: { code: "NotImplemented" } });
  });

  test("refuses and remembers a command that the schema does not allow", async () => {
    const station = await anOnlineStation(version);
    const code = version === "1.6" ? "FormationViolation" : "FormatViolation";
    expect(await csms.command("Reset", { type: "Gentle" })).toEqual({ error: code });
    csms.sendText("{nonsense");
    await until(() => expect(station.violations).toHaveLength(2));
  });

  test("answers as a test tells it to, or not at all", async () => {
    const station = await anOnlineStation(version);
    station.answer("ClearCache", () => ({ type: "Answer", answer: { status: "Rejected" } }));
    station.answer("Reset", () => null);
    void csms.command("Reset", { type: version === "1.6" ? "Hard" : "Immediate" });
    expect(await csms.command("ClearCache", {})).toEqual({ answer: { status: "Rejected" } });
    expect(station.received.map(({ reply }) => reply?.type ?? null)).toEqual([null, "Answer"]);
  });

  test("sends what is triggered after saying that it will", async () => {
    await anOnlineStation(version);
    const before = csms.frames.length;
    const ask = (requestedMessage: string) => csms.command("TriggerMessage", { requestedMessage });
    expect(await ask("BootNotification")).toEqual({ answer: { status: "Rejected" } });
    expect(await ask("Heartbeat")).toEqual({ answer: { status: "Accepted" } });
    expect(await ask("MeterValues")).toEqual({ answer: { status: "Accepted" } });
    await until(() => expect(actions(csms.frames.slice(before))).toEqual(["Heartbeat", "MeterValues", "MeterValues"]));
  });
});

describe("a 1.6 station", () => {
  test("sends the stop of a hard reset after the boot", async () => {
    const station = await anOnlineStation("1.6");
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    const booted = station.once("online");
    await csms.command("Reset", { type: "Hard" });
    await booted;
    await station.drained();
    const told = actions(csms.frames);
    expect(told.lastIndexOf("StopTransaction")).toBeGreaterThan(told.lastIndexOf("BootNotification"));
    expect(csms.of("StopTransaction")[0]?.payload).toMatchObject({ reason: "HardReset" });
  });

  test("uses the allocated transaction id in messages that were queued before it was known", async () => {
    const station = await anOnlineStation("1.6");
    station.cutNetwork();
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.stopCharging(1);
    csms.treat("StartTransaction", () => ({ answer: { transactionId: 4711, idTagInfo: { status: "Accepted" } } }));
    station.restoreNetwork();
    await station.drained();
    const later = [...csms.of("MeterValues"), ...csms.of("StopTransaction")];
    expect(later.map(({ payload }) => payload["transactionId"])).toEqual([4711, 4711]);
  });

  test("uses transaction id -1 when its start was given up", async () => {
    csms.treat("StartTransaction", () => ({ error: "InternalError" }));
    const station = await anOnlineStation("1.6", { transactionRetry: { attemptsMax: 1 } });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await station.stopCharging(1);
    await station.drained();
    expect(csms.of("StopTransaction")[0]?.payload["transactionId"]).toBe(-1);
  });

  test("keeps its configuration and puts changes into effect", async () => {
    const clock = createManualClock();
    const station = await anOnlineStation("1.6", { clock });
    const change = (key: string, value: string) => csms.command("ChangeConfiguration", { key, value });
    expect(await change("MeterValueSampleInterval", "1")).toEqual({ answer: { status: "Accepted" } });
    expect(await change("MeterValueSampleInterval", "often")).toEqual({ answer: { status: "Rejected" } });
    expect(await change("NumberOfConnectors", "9")).toEqual({ answer: { status: "Rejected" } });
    expect(await change("Colour", "red")).toEqual({ answer: { status: "NotSupported" } });
    expect(await csms.command("GetConfiguration", { key: ["metervaluesampleinterval", "Colour"] })).toEqual({
      answer: {
        configurationKey: [{ key: "MeterValueSampleInterval", readonly: false, value: "1" }],
        unknownKey: ["Colour"],
      },
    });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    clock.advance(1_000);
    await until(() => expect(csms.of("MeterValues")).toHaveLength(2));
  });

  test("reconnects with the raw bytes of a new authorization key", async () => {
    const station = await anOnlineStation("1.6", { password: "old password 123" });
    const online = station.once("online");
    const value = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF";
    await csms.command("ChangeConfiguration", { key: "AuthorizationKey", value });
    await online;
    const expected = Buffer.concat([Buffer.from("KTO-1:"), Buffer.from(value, "hex")]).toString("base64");
    expect(csms.authorizations.at(-1)).toBe(`Basic ${expected}`);
    expect(JSON.stringify(await csms.command("GetConfiguration", {}))).not.toContain("AuthorizationKey");
  });

  test("unlocks a charging connector, which ends the session, and knows no connector 9", async () => {
    const station = await anOnlineStation("1.6");
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    expect(await csms.command("UnlockConnector", { connectorId: 9 })).toEqual({ answer: { status: "NotSupported" } });
    expect(await csms.command("UnlockConnector", { connectorId: 1 })).toEqual({ answer: { status: "Unlocked" } });
    await until(() => expect(csms.of("StopTransaction")[0]?.payload).toMatchObject({ reason: "UnlockCommand" }));
  });
});

describe("a 2.0.1 station", () => {
  test("numbers the events of a transaction from 0 without gaps", async () => {
    const station = await anOnlineStation("2.0.1", { meterIntervalMs: 10 });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await until(() => expect(csms.of("TransactionEvent").length).toBeGreaterThan(3));
    await station.stopCharging(1);
    await station.drained();
    const events = csms.of("TransactionEvent");
    expect(events.map(({ payload }) => payload["seqNo"])).toEqual(events.map((_, index) => index));
    expect(new Set(events.map(({ payload }) => payload.transactionInfo?.transactionId)).size).toBe(1);
  });

  test("resets once it is idle when asked to wait", async () => {
    const station = await anOnlineStation("2.0.1");
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    expect(await csms.command("Reset", { type: "OnIdle" })).toEqual({ answer: { status: "Scheduled" } });
    expect(csms.of("BootNotification")).toHaveLength(1);
    const online = station.once("online");
    await station.stopCharging(1);
    await online;
    expect(csms.of("BootNotification")).toHaveLength(2);
  });

  test("does not unlock during a session", async () => {
    const station = await anOnlineStation("2.0.1");
    await station.plugIn(1);
    const { transactionId } = await station.startCharging(1, "TAG-1");
    expect(await csms.command("UnlockConnector", { evseId: 1, connectorId: 1 })).toEqual({
      answer: { status: "OngoingAuthorizedTransaction" },
    });
    expect(await csms.command("GetTransactionStatus", { transactionId })).toMatchObject({
      answer: { ongoingIndicator: true },
    });
  });

  test("gets and sets variables", async () => {
    await anOnlineStation("2.0.1");
    const interval = { component: { name: "SampledDataCtrlr" }, variable: { name: "TxUpdatedInterval" } };
    const set = { setVariableData: [{ ...interval, attributeValue: "30" }] };
    expect(await csms.command("SetVariables", set)).toEqual({
      answer: { setVariableResult: [{ ...interval, attributeStatus: "Accepted" }] },
    });
    expect(await csms.command("GetVariables", { getVariableData: [interval] })).toEqual({
      answer: { getVariableResult: [{ ...interval, attributeStatus: "Accepted", attributeValue: "30" }] },
    });
  });
});

test("the ledger tells what was acknowledged, and only that", async () => {
  const ledger = createAcknowledgedLedger();
  const station = await anOnlineStation("1.6", { acknowledged: ledger, meterWhAtStart: 5_000 });
  await station.plugIn(1);
  await station.startCharging(1, "TAG-1");
  await station.drained();
  csms.treat("StopTransaction", () => ({ error: "InternalError" }));
  await station.stopCharging(1);
  expect(ledger.startedTransactions()).toEqual([
    {
      identity: "KTO-1",
      transactionId: expect.any(Number),
      connectorId: 1,
      idTag: "TAG-1",
      meterStart: 5_000,
      timestamp: expect.any(String),
    },
  ]);
  expect(ledger.stoppedTransactions()).toEqual([]);
  expect(station.pending.map(({ action }) => action)).toEqual(["StopTransaction"]);
});

function remoteStart(version: StationVersion, connector: number): [string, object] {
  return version === "1.6"
    ? ["RemoteStartTransaction", { connectorId: connector, idTag: "REMOTE-1" }]
    : [
        "RequestStartTransaction",
        { evseId: connector, remoteStartId: 7, idToken: { idToken: "REMOTE-1", type: "Central" } },
      ];
}

function remoteStop(version: StationVersion, transactionId: number | string | null): [string, object] {
  return [version === "1.6" ? "RemoteStopTransaction" : "RequestStopTransaction", { transactionId }];
}

function accepted(version: StationVersion): object {
  return version === "1.6" ? { idTagInfo: { status: "Accepted" } } : { idTokenInfo: { status: "Accepted" } };
}

function energyIn(meterValues: Exclude<Payload["meterValue"], undefined>): readonly number[] {
  return meterValues
    .flatMap(({ sampledValue }) => sampledValue)
    .filter(({ measurand }) => measurand === "Energy.Active.Import.Register")
    .map(({ value }) => Number(value));
}
