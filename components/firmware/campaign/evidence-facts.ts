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
const SAID: ReadonlySet<string> = new Set(["status", "pauseCause", "outcome", "blockedBy", "stationId", "jobId"]);

/** What was looked at, in the order told. What has no words of its own keeps its name; what is empty is left out. */
export function evidenceFacts(evidence: Evidence | null): readonly EvidenceFact[] {
  if (evidence === null) return [];
  return Object.entries(evidence).flatMap(([name, value]) => {
    if (SAID.has(name)) return [];
    if (isRecord(value)) return evidenceFacts(value);
    const read = readValue(name, value);
    return read === null ? [] : [{ name, value: read }];
  });
}

function readValue(name: string, value: unknown): EvidenceFact["value"] | null {
  if (typeof value === "number") return readNumber(name, value);
  if (typeof value === "string") return value === "" ? null : { type: "Text", text: value };
  if (typeof value === "boolean") return { type: "Text", text: value ? "yes" : "no" };
  if (Array.isArray(value) && value.length > 0) return { type: "Text", text: value.map(textOf).join(", ") };
  return null;
}

function readNumber(name: string, value: number): EvidenceFact["value"] {
  if (/(At|Until|Before)$/.test(name)) return { type: "Instant", at: new Date(value).toISOString() };
  // A rule may be told in shares, a count never is one.
  return SHARES.has(name) ? { type: "Share", share: value } : { type: "Count", count: value };
}

const isRecord = (value: unknown): value is Evidence =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{ evse: 1, connector: 2 }` is "1/2". */
function textOf(value: unknown): string {
  if (isRecord(value)) return Object.values(value).map(String).join("/");
  return typeof value === "string" ? value : JSON.stringify(value);
}
