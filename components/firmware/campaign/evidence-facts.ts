import type { Evidence } from "@/lib/domain/firmware/campaign-change";

/** One figure or word of what a verdict was based on. `name` is the engine's; a share goes from 0 to 1. */
export type EvidenceFact = {
  readonly name: string;
  readonly value:
    | { readonly type: "Count"; readonly count: number }
    | { readonly type: "Share"; readonly share: number }
    | { readonly type: "Instant"; readonly at: string }
    | { readonly type: "Text"; readonly text: string };
};

const SHARES: ReadonlySet<string> = new Set([
  "success",
  "share",
  "needed",
  "needs",
  "failureRate",
  "failureRateMax",
  "rate",
]);
/** Said already by the entry or the state itself. */
const SAID: ReadonlySet<string> = new Set([
  "status",
  "pauseCause",
  "outcome",
  "blockedBy",
  "isMet",
  "attemptId",
  "startedAt",
  "finishedAt",
  "acknowledgedAt",
  "succeededBase",
  "kind",
  "isEmergency",
  "releaseId",
  "rollbackOfId",
  "clonedFromId",
  "stationId",
  "jobId",
]);

/** The database does not keep the order of an object's names: what one looks at first comes first. */
const FIRST = [
  "wave",
  "share",
  "success",
  "succeeded",
  "failed",
  "failures",
  "failuresMax",
  "lost",
  "lostMax",
  "decided",
];
const placeOf = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

/** What was looked at, the verdict's own figures first. What has no words of its own keeps its name; what is empty is left out. */
export function evidenceFacts(evidence: Evidence | null): readonly EvidenceFact[] {
  if (evidence === null) return [];
  const entries = Object.entries(evidence).toSorted(([a], [b]) => placeOf(a) - placeOf(b));
  return entries.flatMap(([name, value]) => {
    if (SAID.has(name)) return [];
    if (isRecord(value)) return evidenceFacts(value);
    const read = readValue(name, value);
    return read === null ? [] : [{ name, value: read }];
  });
}

function readValue(name: string, value: unknown): EvidenceFact["value"] | null {
  if (typeof value === "number") return readNumber(name, value);
  if (typeof value === "string") return value === "" ? null : readText(value);
  if (typeof value === "boolean") return { type: "Text", text: value ? "yes" : "no" };
  if (Array.isArray(value) && value.length > 0) return { type: "Text", text: value.map(textOf).join(", ") };
  return null;
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Of a hash its beginning is enough to tell it from another one. */
const HASH = /^[0-9a-f]{64}$/;

function readText(text: string): EvidenceFact["value"] {
  if (INSTANT.test(text)) return { type: "Instant", at: text };
  return { type: "Text", text: HASH.test(text) ? text.slice(0, 12) : text };
}

function readNumber(name: string, value: number): EvidenceFact["value"] {
  // People count waves from one.
  if (name === "wave") return { type: "Count", count: value + 1 };
  if (/(At|Until|Before)$/.test(name)) return { type: "Instant", at: new Date(value).toISOString() };
  // A rule may be told in shares, a count never is one.
  return SHARES.has(name) ? { type: "Share", share: value } : { type: "Count", count: value };
}

/** What led to a pause: with the name of its wave, and the share that was reached beside the one that was needed. */
export function pauseFacts(
  evidence: Evidence | null,
  waves: readonly { readonly name: string }[],
): readonly EvidenceFact[] {
  if (evidence === null) return [];
  const { wave, succeeded, decided, success } = evidence;
  const name = typeof wave === "number" ? waves[wave]?.name : undefined;
  const isJudged = typeof succeeded === "number" && typeof decided === "number" && typeof success === "number";
  return evidenceFacts({
    ...evidence,
    ...(name === undefined ? {} : { wave: name }),
    ...(isJudged && decided > 0 ? { share: succeeded / decided } : {}),
  });
}

const isRecord = (value: unknown): value is Evidence =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{ evse: 1, connector: 2 }` is "1/2"; a check is told with what it found. */
function textOf(value: unknown): string {
  if (isRecord(value)) {
    const { check, result, found } = value;
    if (typeof check === "string") return `${check}: ${String(found ?? result)}`;
    return Object.values(value).map(String).join("/");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
