/** Answers of 2.x stations: most have a status, those about variables one per item. */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import type { AnswerFacts, SettingTold } from "@/lib/domain/station-command";
import { type Judgement, judgeStatusOf, verdictOf } from "../answers";
import { certificateHashes } from "../certificate-hashes";
import { compositeSchedule } from "./charging-profiles";
import { keyOf } from "./settings";

export function judge(action: string, payload: JsonObject): Judgement {
  switch (action) {
    case "GetVariables":
      return judgeItems(payload["getVariableResult"], "AnySuffices");
    case "SetVariables":
      return judgeItems(payload["setVariableResult"], "AllMust");
    default:
      return judgeStatusOf(action, payload);
  }
}

/** The status shown is the one that decided. */
function judgeItems(items: JsonValue | undefined, rule: "AnySuffices" | "AllMust"): Judgement {
  const judgements = (Array.isArray(items) ? items : []).map(judgeItem);
  const accepted = judgements.find(({ verdict }) => verdict === "Accepted");
  const refused = judgements.find(({ verdict }) => verdict !== "Accepted");
  const deciding = rule === "AnySuffices" ? (accepted ?? refused) : (refused ?? accepted);
  return deciding ?? { verdict: "Rejected", status: null };
}

function judgeItem(item: JsonValue): Judgement {
  const status = isJsonObject(item) ? item["attributeStatus"] : undefined;
  if (typeof status !== "string") return { verdict: "Rejected", status: null };
  return { verdict: verdictOf(status), status };
}

/** What an answer tells besides its status. The payload has passed its schema. */
export function factsOf(action: string, payload: JsonObject): AnswerFacts {
  switch (action) {
    case "GetVariables":
      return settingsOf(list(payload["getVariableResult"]));
    case "SetVariables":
      return { needsRestart: list(payload["setVariableResult"]).some(isRestartNeeded) };
    case "GetLocalListVersion":
      return typeof payload["versionNumber"] === "number" ? { localListVersion: payload["versionNumber"] } : {};
    case "GetLog":
      return typeof payload["filename"] === "string" ? { fileName: payload["filename"] } : {};
    case "GetCompositeSchedule": {
      const schedule = compositeSchedule(payload);
      return schedule === null ? {} : { schedule };
    }
    case "GetInstalledCertificateIds":
      return { certificates: list(payload["certificateHashDataChain"]).flatMap(hashOfChain) };
    default:
      return {};
  }
}

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

const isRestartNeeded = (item: JsonValue): boolean =>
  isJsonObject(item) && item["attributeStatus"] === "RebootRequired";

function settingsOf(items: readonly JsonValue[]): AnswerFacts {
  const told = items.filter(isJsonObject);
  return {
    settings: told.filter((item) => item["attributeStatus"] === "Accepted").flatMap(setting),
    unknownSettings: told
      .filter((item) => UNKNOWN.has(item["attributeStatus"] ?? null))
      .flatMap((item) => keyOf(item) ?? []),
  };
}

const UNKNOWN: ReadonlySet<JsonValue> = new Set(["UnknownComponent", "UnknownVariable"]);

function setting(item: JsonObject): SettingTold[] {
  const key = keyOf(item);
  const { attributeValue } = item;
  if (key === null) return [];
  return [{ key, value: typeof attributeValue === "string" ? attributeValue : null, isReadonly: null }];
}

const hashOfChain = (chain: JsonValue) =>
  isJsonObject(chain) ? certificateHashes(chain["certificateHashData"] ?? null) : [];
