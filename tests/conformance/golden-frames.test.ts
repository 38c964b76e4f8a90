import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import type { StationCommand } from "@/lib/domain/station-command";
import type { StationReply } from "@/lib/domain/station-message";
import type { CommandContext, VersionAdapter } from "@/ocpp-gateway/adapters/adapter";
import { v16 } from "@/ocpp-gateway/adapters/v16/index";
import { v201 } from "@/ocpp-gateway/adapters/v201";
import { checkOurs } from "@/ocpp-gateway/schemas/check";
import type { SchemaVersion } from "@/ocpp-gateway/schemas/load";
import { callFrame, callResult, formatFrame, parseFrame } from "@/ocpp-gateway/wire/frame";
import { NO_CONTEXT, RECEIVED_AT } from "./versions";

type Golden = {
  readonly name: string;
  readonly spec: string;
  readonly frame: readonly unknown[];
  readonly means: { readonly type: string };
  /** What a CALLRESULT answers. */
  readonly to?: string;
  readonly context?: CommandContext;
  readonly repairs?: readonly string[];
};

const FOLDERS: readonly {
  readonly folder: string;
  readonly version: SchemaVersion;
  readonly adapter: VersionAdapter;
}[] = [
  { folder: "v16", version: "ocpp1.6", adapter: v16 },
  { folder: "v201", version: "ocpp2.0.1", adapter: v201 },
];

describe.each(FOLDERS)("golden frames of $version", ({ folder, version, adapter }) => {
  const goldens = readGoldens(folder);
  const of = (kind: string) => goldens.filter(({ name }) => name.startsWith(`${kind}-`));

  test.each(of("call"))("reads $name ($spec)", ({ frame, means, repairs = [] }) => {
    const read = adapter.readCall(parsedCall(frame), RECEIVED_AT);
    expect(asJson(read)).toEqual({ ok: true, value: { message: means, repairs } });
  });

  test.each(of("reply"))("writes $name ($spec)", ({ frame, means, to = "" }) => {
    const payload = adapter.writeReply(withDates(means) as StationReply);
    expect(JSON.parse(formatFrame(callResult({ messageId: "19223201", rawId: "19223201" }, payload)))).toEqual(frame);
    expect(checkOurs(version, to, "Response", payload)).toEqual({ ok: true, value: payload });
  });

  test.each(of("command"))("sends $name ($spec)", ({ frame, means, context = NO_CONTEXT }) => {
    const call = adapter.writeCommand(means as StationCommand, context);
    if (!call?.ok) throw new Error(JSON.stringify(call));
    expect(JSON.parse(formatFrame(callFrame("7f3c", call.value.action, call.value.payload)))).toEqual(frame);
  });

  test.each(of("answer"))("understands $name ($spec)", ({ frame, means, to = "" }) => {
    const answer = adapter.readAnswer({ action: to, payload: {} }, frame[2] as JsonObject);
    expect(answer).toEqual({ ok: true, value: means });
  });

  test("covers every message, reply and command there is", () => {
    const types = (kind: string) => [...new Set(of(kind).map(({ means }) => means.type))].toSorted();
    const untold = version === "ocpp1.6" ? ["ReservationStatusReported", "SessionUpdated"] : [];
    expect([...types("call"), ...untold].toSorted()).toEqual([...MESSAGES].toSorted());
    expect(types("reply")).toEqual(expect.arrayContaining([...REPLIES].toSorted()));
    expect(types("command")).toEqual([...COMMANDS].toSorted());
  });
});

const MESSAGES = [
  "BootReported",
  "HeartbeatReceived",
  "ConnectorStatusReported",
  "AuthorizationAsked",
  "SessionStarted",
  "SessionUpdated",
  "SessionEnded",
  "MeterValuesReported",
  "DataTransferred",
  "FirmwareStatusReported",
  "LogStatusReported",
  "SecurityEventReported",
  "CertificateAsked",
  "ReservationStatusReported",
  "NothingUnderstood",
];
const REPLIES = [
  "BootAnswered",
  "TimeTold",
  "Authorized",
  "SessionStartStored",
  "SessionUpdateStored",
  "SessionEndStored",
  "DataTransferAnswered",
  "CertificateAnswered",
  "Stored",
];
const COMMANDS = [
  "RemoteStart",
  "RemoteStop",
  "Reset",
  "Unlock",
  "ChangeAvailability",
  "TriggerMessage",
  "GetSettings",
  "ChangeSetting",
  "ClearCache",
  "DataTransfer",
  "ReserveNow",
  "CancelReservation",
  "GetLocalListVersion",
  "SendLocalList",
  "SetChargingProfile",
  "ClearChargingProfile",
  "GetCompositeSchedule",
  "GetLog",
  "UpdateFirmware",
  "CertificateSigned",
  "InstallCertificate",
  "GetInstalledCertificates",
  "DeleteCertificate",
  "Raw",
];

function readGoldens(folder: string): readonly Golden[] {
  const directory = new URL(`../frames/${folder}/`, import.meta.url);
  return readdirSync(directory)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({
      name: file.replace(".json", ""),
      ...JSON.parse(readFileSync(new URL(file, directory), "utf8")),
    }));
}

function parsedCall(frame: readonly unknown[]) {
  const parsed = parseFrame(JSON.stringify(frame));
  if (!parsed.ok || parsed.value.kind !== "Call") throw new Error("a golden call is a call");
  return parsed.value;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const DATES = new Set(["now", "expiresAt"]);

function withDates(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    DATES.has(key) && typeof inner === "string" ? new Date(inner) : inner,
  );
}
