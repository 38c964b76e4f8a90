import { expect, test } from "vitest";
import { knownActions, type SchemaVersion } from "@/ocpp-gateway/schemas/load";
import { callText, codesFor, refusalOf, VALID, VERSIONS } from "./versions";

test("each version spells a missing field its own way", () => {
  expect(codesFor(() => callText("Authorize", {}))).toEqual([
    "OccurenceConstraintViolation",
    "OccurrenceConstraintViolation",
  ]);
});

test("an empty list is a wrong count too", () => {
  expect(
    codesFor(({ version }) => callText("MeterValues", { ...VALID[version]?.["MeterValues"], meterValue: [] })),
  ).toEqual([undefined, "OccurrenceConstraintViolation"]); // sic: the schemas of 1.6 allow an empty list
});

test("a value of the wrong type is told as such", () => {
  expect(codesFor(() => callText("DataTransfer", { vendorId: {} }))).toEqual([
    "TypeConstraintViolation",
    "TypeConstraintViolation",
  ]);
});

test("what 1.6 must not refuse is answered though nothing in it can be used; 2.x refuses it", () => {
  const spoilt = (version: string) => ({ ...VALID[version]?.["StatusNotification"], connectorId: "one" });
  const strange = (version: string) => ({
    ...VALID[version]?.["StatusNotification"],
    ...(version === "ocpp1.6" ? { status: "Great" } : { connectorStatus: "Great" }),
  });
  expect(codesFor(({ version }) => callText("StatusNotification", spoilt(version)))).toEqual([
    undefined,
    "TypeConstraintViolation",
  ]);
  expect(codesFor(({ version }) => callText("StatusNotification", strange(version)))).toEqual([
    undefined,
    "PropertyConstraintViolation",
  ]);
});

test("an unknown field is left out", () => {
  expect(codesFor(() => callText("Heartbeat", { colour: "red" }))).toEqual([undefined, undefined]);
});

test("a payload that is no object is badly formed", () => {
  expect(codesFor(() => callText("Heartbeat", []))).toEqual(["FormationViolation", "FormatViolation"]);
  expect(codesFor(() => callText("Heartbeat", "x"))).toEqual(["FormationViolation", "FormatViolation"]);
});

test("text that is no JSON is answered under the id that can still be read", () => {
  const broken = '[2,"id-7","MeterValues",{"transactionId":,}]';
  expect(VERSIONS.map((adapter) => refusalOf(adapter, broken)?.slice(0, 3))).toEqual([
    [4, "id-7", "FormationViolation"],
    [4, "id-7", "RpcFrameworkError"],
  ]);
});

test("an unreadable id is answered as -1", () => {
  expect(VERSIONS.map((adapter) => refusalOf(adapter, "{}")?.slice(0, 3))).toEqual([
    [4, "-1", "FormationViolation"],
    [4, "-1", "RpcFrameworkError"],
  ]);
});

test("an unknown message type has its own code since 2.0.1", () => {
  expect(codesFor(() => '[9,"id-1","X",{}]')).toEqual(["GenericError", "MessageTypeNotSupported"]);
});

test("an unknown action is not implemented", () => {
  expect(codesFor(() => callText("CustomOperation", {}))).toEqual(["NotImplemented", "NotImplemented"]);
  expect(codesFor(() => callText("constructor", {}))).toEqual(["NotImplemented", "NotImplemented"]);
});

/** What 2.0.1 stations may say that has no effect here yet. */
const WITHOUT_READER: Readonly<Record<string, readonly string[]>> = {
  "ocpp1.6": [],
  "ocpp2.0.1": [
    "ClearedChargingLimit",
    "Get15118EVCertificate",
    "GetCertificateStatus",
    "NotifyChargingLimit",
    "NotifyCustomerInformation",
    "NotifyDisplayMessages",
    "NotifyEVChargingNeeds",
    "NotifyEVChargingSchedule",
    "NotifyEvent",
    "NotifyMonitoringReport",
    "NotifyReport",
    "PublishFirmwareStatusNotification",
    "ReportChargingProfiles",
  ],
};

test.each(VERSIONS)("every action of a station's in $version is read, or is known to be not implemented", (adapter) => {
  const actions = [...knownActions(adapter.version as SchemaVersion)].flatMap(([action, direction]) =>
    direction === "CsmsToStation" ? [] : [action],
  );
  const unread = actions.filter((action) => refusalOf(adapter, callText(action, {}))?.[2] === "NotImplemented");
  expect(unread).toEqual(WITHOUT_READER[adapter.version]);
  expect(Object.keys(VALID[adapter.version] ?? {}).toSorted()).toEqual(
    actions.filter((action) => !unread.includes(action)).toSorted(),
  );
});

test("an action that only we may send is not supported", () => {
  expect(codesFor(() => callText("Reset", { type: "Hard" }))).toEqual(["NotSupported", "NotSupported"]);
});

test("a connector below zero or beyond 32 bits is out of range, and changes nothing in 1.6", () => {
  const at = (version: string, number: number) => ({
    ...VALID[version]?.["StatusNotification"],
    connectorId: number,
  });
  for (const number of [-1, 2 ** 31]) {
    expect(codesFor(({ version }) => callText("StatusNotification", at(version, number)))).toEqual([
      undefined,
      "PropertyConstraintViolation",
    ]);
  }
});

test("a broken answer is never answered", () => {
  for (const text of ['[3,"id-1",[]]', "[3,null,{}]", '[4,"id-1"', '[3,"id-1",{]']) {
    expect(VERSIONS.map((adapter) => refusalOf(adapter, text))).toEqual([null, null]);
  }
});

test("a refusal never repeats what the station sent", () => {
  const secret = "S3CRET".repeat(40);
  const frames = VERSIONS.map((adapter) =>
    refusalOf(adapter, callText("Authorize", { idTag: secret, idToken: secret })),
  );
  expect(JSON.stringify(frames)).not.toContain("S3CRET");
});

test("valid calls are accepted by every version", () => {
  for (const adapter of VERSIONS) {
    for (const [action, payload] of Object.entries(VALID[adapter.version] ?? {})) {
      expect(refusalOf(adapter, callText(action, payload))).toBeNull();
    }
  }
});
