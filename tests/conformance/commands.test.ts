import { expect, test } from "vitest";
import type { StationCommand } from "@/lib/domain/station-command";
import { NO_CONTEXT, VERSIONS } from "./versions";

const written = (command: StationCommand) => VERSIONS.map((adapter) => adapter.writeCommand(command, NO_CONTEXT));
const refused = (code: string, reason: string) => ({ ok: false, error: { code, reason } });

test("one EVSE alone is reset by 2.x only", () => {
  expect(written({ type: "Reset", when: "Now", evse: 2 })).toEqual([
    null,
    { ok: true, value: { action: "Reset", payload: { type: "Immediate", evseId: 2 } } },
  ]);
});

test("all settings at once are told by 1.6 only", () => {
  expect(written({ type: "GetSettings" })).toEqual([
    { ok: true, value: { action: "GetConfiguration", payload: {} } },
    null,
  ]);
});

test("a password is the key of 1.6 as hex digits and the password of 2.x as it stands", () => {
  const setVariableData = [
    {
      attributeValue: "abcdefghij0123456789",
      component: { name: "SecurityCtrlr" },
      variable: { name: "BasicAuthPassword" },
    },
  ];
  expect(written({ type: "ChangePassword", password: "abcdefghij0123456789" })).toEqual([
    {
      ok: true,
      value: {
        action: "ChangeConfiguration",
        payload: { key: "AuthorizationKey", value: "6162636465666768696a30313233343536373839" },
      },
    },
    { ok: true, value: { action: "SetVariables", payload: { setVariableData } } },
  ]);
});

test("a stop of an unknown session is refused before it is sent", () => {
  expect(written({ type: "RemoteStop", sessionId: 7 })).toEqual([
    refused("PropertyConstraint", "the session is not known"),
    refused("PropertyConstraint", "the session's transaction is not known"),
  ]);
});

test("a token that does not fit is refused with path and rule", () => {
  expect(written({ type: "RemoteStart", evse: 1, tokenUid: "x".repeat(37) })).toEqual([
    refused("PropertyConstraint", "idTag must NOT have more than 20 characters"),
    refused("PropertyConstraint", "idToken.idToken must NOT have more than 36 characters"),
  ]);
});

test("a message that cannot be triggered is refused with what can", () => {
  const [v16, v201] = written({ type: "TriggerMessage", message: "Dance" });
  expect(v16).toMatchObject({
    ok: false,
    error: { reason: expect.stringContaining("requestedMessage is none of Boot") },
  });
  expect(v201).toMatchObject({
    ok: false,
    error: { reason: expect.stringContaining("requestedMessage is none of Boot") },
  });
});

test("what the norm's own trigger of 1.6 cannot ask for, the whitepaper's does", () => {
  const [v16] = VERSIONS;
  for (const requestedMessage of ["SignChargePointCertificate", "LogStatusNotification"]) {
    const command = { type: "TriggerMessage", message: requestedMessage } as const;
    const call = { action: "ExtendedTriggerMessage", payload: { requestedMessage } };
    expect(v16.writeCommand(command, NO_CONTEXT)).toEqual({ ok: true, value: call });
  }
});

test("a raw payload is checked without repair", () => {
  expect(written({ type: "Raw", action: "ClearCache", payload: { customData: null } })).toEqual([
    refused("PropertyConstraint", 'the payload has the unknown field "customData"'),
    refused("TypeConstraint", "customData must be object"),
  ]);
});

test("a raw action must be one that stations answer", () => {
  expect(written({ type: "Raw", action: "Heartbeat", payload: {} })).toEqual([
    refused("NotSupported", "Heartbeat is sent by stations, not to them"),
    refused("NotSupported", "Heartbeat is sent by stations, not to them"),
  ]);
  expect(written({ type: "Raw", action: "Dance", payload: {} })).toEqual([
    refused("NotImplemented", 'the action "Dance" is not known'),
    refused("NotImplemented", 'the action "Dance" is not known'),
  ]);
});

test("settings are flat keys in 1.6, variables of components in 2.x", () => {
  expect(written({ type: "ChangeSetting", key: "HeartbeatInterval", value: "60" })).toEqual([
    { ok: true, value: { action: "ChangeConfiguration", payload: { key: "HeartbeatInterval", value: "60" } } },
    refused("PropertyConstraint", 'a key is written "Component.Variable"'),
  ]);
});

test("1.6 is sent values of at most 500 characters", () => {
  const [v16] = written({ type: "ChangeSetting", key: "Key", value: "x".repeat(501) });
  expect(v16).toEqual(refused("PropertyConstraint", "value must NOT have more than 500 characters"));
});

test("an answer that breaks the schema is a fault", () => {
  const answers = VERSIONS.map((adapter) => adapter.readAnswer({ action: "Reset", payload: {} }, { status: "Maybe" }));
  expect(answers.map((answer) => (answer.ok ? null : answer.error.code))).toEqual([
    "PropertyConstraint",
    "PropertyConstraint",
  ]);
});

test("a 1.6 start without an authorization is our bug", () => {
  const [v16, v201] = VERSIONS;
  const reply = { type: "SessionStartStored", sessionId: 1, authorization: null } as const;
  expect(() => v16.writeReply(reply)).toThrow("always answered with an authorization");
  expect(v201.writeReply(reply)).toEqual({});
});
