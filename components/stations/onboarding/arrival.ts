import type { RefusalView, StationListItem } from "@/lib/domain/station-view";
import type { LiveRefusal } from "@/lib/live/store";

export type ArrivalStep = {
  readonly name: "opened" | "booted" | "statuses" | "seen";
  readonly state: "done" | "waiting" | "ahead" | "failed";
};

/** One kind of refused handshake: how often, from where. */
export type Refused = Pick<LiveRefusal, "reason" | "remoteAddress" | "at" | "count">;

export type Arrival = { readonly steps: readonly ArrivalStep[]; readonly refused: Refused | null };

/** How far a new charger has come: socket, boot, a status per connector, first sign of life after that. */
export function readArrival(
  station: StationListItem & { readonly bootedAt: string | null },
  refusals: readonly Refused[],
): Arrival {
  const isOpen = station.connectivity.state === "Connected";
  const hasBooted = station.bootedAt !== null;
  const hasStatuses = station.connectors.some(({ evse }) => evse !== 0);
  const isSeen =
    hasBooted && station.lastSeenAt !== null && Date.parse(station.lastSeenAt) > Date.parse(station.bootedAt);
  const reached = [
    ["opened", isOpen],
    ["booted", isOpen && hasBooted],
    ["statuses", isOpen && hasBooted && hasStatuses],
    ["seen", isOpen && isSeen],
  ] as const;
  const refused = isOpen ? null : latest(refusals);
  const next = reached.findIndex(([, isDone]) => !isDone);
  return {
    refused,
    steps: reached.map(([name, isDone], place) => ({
      name,
      state: isDone ? "done" : place > next ? "ahead" : refused === null ? "waiting" : "failed",
    })),
  };
}

function latest(refusals: readonly Refused[]): Refused | null {
  return refusals.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** Refusals of one identity out of the snapshot and what was told since; of the same kind the higher count is the newer. */
export function refusalsOf(
  identity: string,
  snapshot: readonly RefusalView[],
  live: Iterable<LiveRefusal>,
): readonly Refused[] {
  const byReason = new Map<string, Refused>();
  const told: readonly (Refused & { readonly identity: string })[] = [
    ...snapshot.map((refusal) => ({ ...refusal, at: refusal.lastAt })),
    ...live,
  ];
  for (const refusal of told) {
    const known = byReason.get(refusal.reason);
    if (refusal.identity === identity && refusal.count > (known?.count ?? 0)) byReason.set(refusal.reason, refusal);
  }
  return [...byReason.values()];
}
