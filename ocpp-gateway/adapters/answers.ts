/** What every version shares in sending calls and judging their answers. */
import type { JsonObject } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";
import type { AnswerFacts, CommandAnswer } from "@/lib/domain/station-command";
import { checkOurs, checkResponse } from "../schemas/check";
import { knownActions, type SchemaVersion } from "../schemas/load";
import { type Fault, fault } from "../wire/fault";
import type { VersionAdapter, WireCall } from "./adapter";

type Answered = Extract<CommandAnswer, { readonly type: "Answered" }>;
type Verdict = Answered["verdict"];
export type Judgement = Pick<Answered, "verdict" | "status">;

const VERDICTS: ReadonlyMap<string, Verdict> = new Map([
  ["Accepted", "Accepted"],
  ["AcceptedCanceled", "Accepted"],
  ["RebootRequired", "Accepted"],
  ["Unlocked", "Accepted"],
  ["Unpublished", "Accepted"],
  ["Scheduled", "Scheduled"],
  ["NotSupported", "NotSupported"],
  ["NotImplemented", "NotSupported"],
  ["NotSupportedAttributeType", "NotSupported"],
  ["UnknownComponent", "NotSupported"],
  ["UnknownVariable", "NotSupported"],
]);

export const verdictOf = (status: string): Verdict => VERDICTS.get(status) ?? "Rejected";

/** By the status word; an answer without one has nothing to refuse with. */
export function judgeStatus({ status }: JsonObject): Judgement {
  if (typeof status !== "string") return { verdict: "Accepted", status: null };
  return { verdict: verdictOf(status), status };
}

type Reading = {
  readonly judge: (action: string, payload: JsonObject) => Judgement;
  readonly factsOf: (action: string, payload: JsonObject) => AnswerFacts;
};

/** Status words that say: there was nothing there to begin with. What was wanted is so. */
const NOTHING_TO_DO: ReadonlyMap<string, string> = new Map([
  ["ClearChargingProfile", "Unknown"],
  ["GetInstalledCertificateIds", "NotFound"],
  ["DeleteCertificate", "NotFound"],
]);

/** By the status word, as it is meant in the answer to this action; the same in all versions. */
export function judgeStatusOf(action: string, payload: JsonObject): Judgement {
  const judgement = judgeStatus(payload);
  return judgement.status !== null && NOTHING_TO_DO.get(action) === judgement.status
    ? { ...judgement, verdict: "Accepted" }
    : judgement;
}

export const answerReader =
  (version: SchemaVersion, { judge, factsOf }: Reading): VersionAdapter["readAnswer"] =>
  ({ action }, payload) => {
    const checked = checkResponse(version, action, payload);
    if (!checked.ok) return refusalAmidNonsense(version, action, payload) ?? checked;
    const answer = checked.value.payload;
    return ok({ type: "Answered", ...judge(action, answer), payload: answer, facts: factsOf(action, answer) });
  };

/** Stations fill the unused fields of a refusal with anything: its status counts (quirk C14). */
function refusalAmidNonsense(
  version: SchemaVersion,
  action: string,
  payload: JsonObject,
): Result<CommandAnswer, Fault> | null {
  const { status } = payload;
  if (status === undefined || !checkOurs(version, action, "Response", { status }).ok) return null;
  const judgement = judgeStatus({ status });
  return judgement.verdict === "Accepted" ? null : ok({ type: "Answered", ...judgement, payload, facts: {} });
}

/** A call of ours, valid by the official schema. */
export function ourCall(version: SchemaVersion, action: string, payload: JsonObject): Result<WireCall, Fault> {
  const checked = checkOurs(version, action, "Request", payload);
  return checked.ok ? ok({ action, payload }) : checked;
}

/** Any action that a station answers. */
export function rawCall(version: SchemaVersion, action: string, payload: JsonObject): Result<WireCall, Fault> {
  const direction = knownActions(version).get(action);
  if (direction === "StationToCsms") return err(fault("NotSupported", `${action} is sent by stations, not to them`));
  return ourCall(version, action, payload);
}
