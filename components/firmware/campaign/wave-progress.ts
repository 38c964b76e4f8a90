import type { CampaignView, WaveView } from "@/lib/domain/firmware/campaign-view";

type Counted = Pick<WaveView, "total" | "succeeded" | "skipped" | "expired">;

/** succeeded / (jobs − skipped − expired), as the rule counts; null where there is nothing to count. */
export function successShare({ total, succeeded, skipped, expired }: Counted): number | null {
  const counted = total - skipped - expired;
  return counted <= 0 ? null : succeeded / counted;
}

export type WaveStep =
  | { readonly type: "Waits"; readonly for: string }
  | { readonly type: "WaitsForGate" }
  | { readonly type: "First" }
  | { readonly type: "Running" }
  | { readonly type: "Soaking" }
  | { readonly type: "Held" }
  | { readonly type: "Passed" }
  | { readonly type: "Skipped" };

/** Where a wave stands among the others. */
export function waveStep(wave: WaveView, waves: readonly WaveView[]): WaveStep {
  if (wave.status !== "Pending") return { type: wave.status };
  const before = waves.find(({ index }) => index === wave.index - 1);
  if (before === undefined) return { type: "First" };
  const isNext = before.status === "Passed" || before.status === "Skipped";
  if (isNext && wave.gate === "Manual" && wave.releasedAt === null) return { type: "WaitsForGate" };
  return { type: "Waits", for: before.name };
}

/** The wave that is being worked on; null where none is open. */
export const openWave = (waves: readonly WaveView[]): WaveView | null =>
  waves.find(({ status }) => status === "Running" || status === "Soaking" || status === "Held") ?? null;

/** Jobs that are neither over nor in flight. */
export const waitingOf = ({ totals }: Pick<CampaignView, "totals">): number =>
  Math.max(
    0,
    totals.total -
      totals.succeeded -
      totals.active -
      totals.failed -
      totals.skipped -
      totals.expired -
      totals.cancelled,
  );
