import type { Evidence } from "@/lib/domain/firmware/campaign-change";

/** One figure or word of a verdict's evidence. `name` is the engine's; `share` is a rate from 0 to 1. */
export type EvidenceFact = {
  readonly name: string;
  readonly value:
    | { readonly type: "Count"; readonly count: number }
    | { readonly type: "Share"; readonly share: number }
    | { readonly type: "Text"; readonly text: string };
};

const SHARES: ReadonlySet<string> = new Set(["success", "share", "needed", "failureRate", "failureRateMax", "rate"]);

/** What was looked at, in the order told. Nothing is left out: what has no words of its own keeps its name. */
export function evidenceFacts(evidence: Evidence | null): readonly EvidenceFact[] {
  if (evidence === null) return [];
  return Object.entries(evidence).flatMap(([name, value]) => {
    const read = readValue(name, value);
    return read === null ? [] : [{ name, value: read }];
  });
}

function readValue(name: string, value: unknown): EvidenceFact["value"] | null {
  if (typeof value === "number") {
    return SHARES.has(name) ? { type: "Share", share: value } : { type: "Count", count: value };
  }
  if (typeof value === "string") return { type: "Text", text: value };
  if (typeof value === "boolean") return { type: "Text", text: value ? "yes" : "no" };
  if (Array.isArray(value)) return { type: "Text", text: value.map(textOf).join(", ") };
  return value === null || value === undefined ? null : { type: "Text", text: textOf(value) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
