/** Answers of 2.x stations: most have a status, those about variables one per item. */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";
import { type Judgement, judgeStatus, verdictOf } from "../answers";

export function judge(action: string, payload: JsonObject): Judgement {
  switch (action) {
    case "GetVariables":
      return judgeItems(payload["getVariableResult"], "AnySuffices");
    case "SetVariables":
      return judgeItems(payload["setVariableResult"], "AllMust");
    default:
      return judgeStatus(payload);
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
