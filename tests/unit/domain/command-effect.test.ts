import { describe, expect, test } from "vitest";
import { type EffectFacts, effectOf } from "@/lib/domain/command-effect";
import type { ConnectorStatus } from "@/lib/domain/station";
import type { StationCommand } from "@/lib/domain/station-command";

const SENT_AT = new Date("2025-06-01T12:00:00Z");
const BEFORE = new Date("2025-06-01T11:59:59Z");
const AFTER = new Date("2025-06-01T12:00:30Z");

const effect = (command: StationCommand, facts: Partial<EffectFacts>) =>
  effectOf(
    { command, number: 77, sentAt: SENT_AT, epoch: 3 },
    {
      bootedAt: null,
      passwordTakenAt: null,
      connectionEpoch: 3,
      connectors: [],
      sessions: [],
      actionsReceived: new Set(),
      log: null,
      firmwareTold: null,
      localListVersion: null,
      settingRead: null,
      scheduleRead: null,
      ...facts,
    },
  );
const aSession = (given: Partial<EffectFacts["sessions"][number]> = {}) => ({
  id: 5,
  evse: 1,
  phase: "Active" as const,
  tokenUid: "CARD",
  remoteStartId: null,
  startReceivedAt: AFTER,
  endReceivedAt: null,
  ...given,
});
const seen = (sessionId: number | null = null) => ({ isObserved: true, sessionId });
const NOT_YET = { isObserved: false, sessionId: null };

describe("a remote start is proven by", () => {
  const start: StationCommand = { type: "RemoteStart", evse: 1, tokenUid: "card" };

  test.each<[string, Partial<EffectFacts["sessions"][number]>, boolean]>([
    ["a session of its place and token since then, in any case of letters", {}, true],
    ["a session that arrived with the sending", { startReceivedAt: SENT_AT }, true],
    ["a session that is already over", { phase: "Ended", endReceivedAt: AFTER }, true],
    [
      "a session with its number, wherever and by whatever token (F02.FR.01)",
      { remoteStartId: 77, evse: 2, tokenUid: null },
      true,
    ],
    ["no session with another number", { remoteStartId: 78 }, false],
    ["no session that began before", { startReceivedAt: BEFORE }, false],
    ["no session at another place", { evse: 2 }, false],
    ["no session of another token", { tokenUid: "OTHER" }, false],
    ["no session of no token", { tokenUid: null }, false],
  ])("%s", (_, session, isProof) => {
    expect(effect(start, { sessions: [aSession(session)] })).toEqual(isProof ? seen(5) : NOT_YET);
  });

  test("a session at any place where the charger was to choose", () => {
    expect(effect({ ...start, evse: 0 }, { sessions: [aSession({ evse: 2 })] })).toEqual(seen(5));
  });
});

describe("a remote stop", () => {
  const stop: StationCommand = { type: "RemoteStop", sessionId: 5 };

  test("is proven by the end of that very session", () => {
    expect(effect(stop, { sessions: [aSession()] })).toEqual(NOT_YET);
    expect(effect(stop, { sessions: [aSession({ id: 6, phase: "Ended" })] })).toEqual(NOT_YET);
    expect(effect(stop, { sessions: [aSession({ phase: "Ended" })] })).toEqual(seen(5));
  });
});

describe("a reset", () => {
  const reset: StationCommand = { type: "Reset", when: "Now" };

  test("is proven by a boot on a new connection only", () => {
    expect(effect(reset, { connectionEpoch: 4, bootedAt: AFTER })).toEqual(seen());
    expect(effect(reset, { connectionEpoch: 3, bootedAt: AFTER })).toEqual(NOT_YET);
    expect(effect(reset, { connectionEpoch: 4, bootedAt: BEFORE })).toEqual(NOT_YET);
    expect(effect(reset, { connectionEpoch: 4, bootedAt: null })).toEqual(NOT_YET);
  });
});

describe("a change of availability", () => {
  const change = (operational: "Operative" | "Inoperative", evse: number): StationCommand => ({
    type: "ChangeAvailability",
    operational,
    evse,
  });
  const connectors = (...statuses: readonly ConnectorStatus[]) => ({
    connectors: statuses.map((status, index) => ({ evse: index + 1, connector: 1, status, receivedAt: BEFORE })),
  });

  test("is proven once every connector it concerns has the wanted status", () => {
    expect(effect(change("Inoperative", 0), connectors("Unavailable", "Occupied"))).toEqual(NOT_YET);
    expect(effect(change("Inoperative", 0), connectors("Unavailable", "Unavailable"))).toEqual(seen());
    expect(effect(change("Inoperative", 1), connectors("Unavailable", "Occupied"))).toEqual(seen());
  });

  test("to operative is proven by any status but Unavailable", () => {
    expect(effect(change("Operative", 0), connectors("Faulted", "Occupied"))).toEqual(seen());
    expect(effect(change("Operative", 0), connectors("Available", "Unavailable"))).toEqual(NOT_YET);
  });

  test("is not proven by a station of which no connector is known", () => {
    expect(effect(change("Inoperative", 0), connectors())).toEqual(NOT_YET);
    expect(effect(change("Operative", 9), connectors("Available"))).toEqual(NOT_YET);
  });
});

describe("a trigger is proven by its message", () => {
  test.each([
    ["StatusNotification", "StatusNotification", true],
    ["StatusNotification", "Heartbeat", false],
    ["SignChargePointCertificate", "SignCertificate", true],
    ["SignChargingStationCertificate", "SignCertificate", true],
    ["SignV2GCertificate", "SignCertificate", true],
    ["SignCombinedCertificate", "SignCertificate", true],
  ])("%s: %s is proof: %s", (message, received, isProof) => {
    const { isObserved } = effect({ type: "TriggerMessage", message }, { actionsReceived: new Set([received]) });
    expect(isObserved).toBe(isProof);
  });
});

test("a changed password is proven by signing in with it since", () => {
  const command = { type: "ChangePassword", password: "" } as const;
  expect(effect(command, { passwordTakenAt: AFTER }).isObserved).toBe(true);
  expect(effect(command, { passwordTakenAt: BEFORE }).isObserved).toBe(false);
  expect(effect(command, {}).isObserved).toBe(false);
});

test("a changed setting is proven by reading the wanted value back, in the station's own spelling", () => {
  const change: StationCommand = { type: "ChangeSetting", key: "HeartbeatInterval", value: "60" };
  const read = (value: string | null) => ({ settingRead: { value } });
  expect(effect(change, read("60"))).toEqual(seen());
  expect(effect(change, read("060"))).toEqual(seen());
  expect(effect(change, {})).toEqual(NOT_YET);
});

test("a card list is sent once its very version is read back", () => {
  const command = { type: "SendLocalList", update: "Full", version: 7, entries: [] } as const;
  expect(effect(command, { localListVersion: 7 }).isObserved).toBe(true);
  expect(effect(command, { localListVersion: 6 }).isObserved).toBe(false);
  expect(effect(command, {}).isObserved).toBe(false);
});

test("a setting that reads back otherwise is refuted by what was read; one that is not told stands by its answer", () => {
  const change: StationCommand = { type: "ChangeSetting", key: "HeartbeatInterval", value: "60" };
  expect(effect(change, { settingRead: { value: "300" } })).toEqual({ ...NOT_YET, refutedBy: "300" });
  expect(effect(change, { settingRead: { value: null } })).toEqual(seen());
});

test("a firmware update is proven by the word that it is installed, and refuted by the word that it failed", () => {
  const update = {
    type: "UpdateFirmware",
    location: "https://x.example/f",
    retrieveAt: "2026-11-22T10:00:00Z",
  } as const;
  expect(effect(update, {})).toEqual(NOT_YET);
  for (const told of ["Downloading", "Downloaded", "Installing"])
    expect(effect(update, { firmwareTold: told })).toEqual(NOT_YET);
  expect(effect(update, { firmwareTold: "Installed" })).toEqual(seen());
  for (const told of ["DownloadFailed", "InstallationFailed", "InvalidSignature"]) {
    expect(effect(update, { firmwareTold: told })).toEqual({ ...NOT_YET, refutedBy: told });
  }
});
