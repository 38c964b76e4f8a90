/** What answers of 1.6 stations tell besides their status. */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import type { AnswerFacts, SettingTold } from "@/lib/domain/station-command";
import { type Judgement, judgeStatusOf } from "../answers";
import { certificateHashes } from "../certificate-hashes";
import { compositeSchedule } from "./charging-profiles";

/** A list version of -1 says that the station keeps none (1.6 §5.10). */
export function judge(action: string, payload: JsonObject): Judgement {
  const isWithoutList = action === "GetLocalListVersion" && payload["listVersion"] === -1;
  return isWithoutList ? { verdict: "NotSupported", status: null } : judgeStatusOf(action, payload);
}

/** The payload has passed its schema. */
export function factsOf(action: string, payload: JsonObject): AnswerFacts {
  switch (action) {
    case "GetConfiguration":
      return { settings: list(payload["configurationKey"]).flatMap(setting), unknownSettings: unknownKeys(payload) };
    case "ChangeConfiguration":
      return { needsRestart: payload["status"] === "RebootRequired" };
    case "GetLocalListVersion":
      return typeof payload["listVersion"] === "number" ? { localListVersion: payload["listVersion"] } : {};
    case "GetDiagnostics":
      return typeof payload["fileName"] === "string" ? { fileName: payload["fileName"] } : {};
    case "GetLog":
      return typeof payload["filename"] === "string" ? { fileName: payload["filename"] } : {};
    case "GetCompositeSchedule": {
      const schedule = compositeSchedule(payload);
      return schedule === null ? {} : { schedule };
    }
    case "GetInstalledCertificateIds":
      return { certificates: list(payload["certificateHashData"]).flatMap(certificateHashes) };
    default:
      return {};
  }
}

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

const unknownKeys = (payload: JsonObject): readonly string[] =>
  list(payload["unknownKey"]).filter((key): key is string => typeof key === "string");

function setting(row: JsonValue): SettingTold[] {
  if (!isJsonObject(row) || typeof row["key"] !== "string") return [];
  const { key, value, readonly } = row;
  return [
    {
      key,
      value: typeof value === "string" ? value : null,
      isReadonly: typeof readonly === "boolean" ? readonly : null,
    },
  ];
}
