import type { CommandView } from "../domain/command-view";
import type { SessionView } from "../domain/session-view";
import type { Connectivity, StationListItem } from "../domain/station-view";
import type { SessionTelemetry } from "./contract";
import { connectorKey, isLater, type LiveConnector, type LiveLink, type LiveSession, type LiveStation } from "./store";

/** Lays live facts over a page's snapshot; for each part the newer one wins. */
export function mergeStation<Snapshot extends StationListItem>(snapshot: Snapshot, live: LiveStation | null): Snapshot {
  if (live === null) return snapshot;
  const boot = live.boot;
  return {
    ...snapshot,
    ...(live.link?.type === "StationConnected" ? { ocppVersion: live.link.ocppVersion } : {}),
    ...(boot === null
      ? {}
      : { vendor: boot.vendor, model: boot.model, firmwareVersion: boot.firmwareVersion ?? snapshot.firmwareVersion }),
    connectivity: mergeConnectivity(snapshot.connectivity, live.link),
    lastSeenAt: laterOf(snapshot.lastSeenAt, live.lastSeenAt),
    connectors: mergeConnectors(snapshot.connectors, live.connectors),
  };
}

/** A link told before the snapshot's own `since` is the past: the gateway may have been lost in between. */
function mergeConnectivity(snapshot: Connectivity, link: LiveLink | null): Connectivity {
  if (link === null) return snapshot;
  const since = snapshot.state === "NeverConnected" ? null : snapshot.since;
  if (since !== null && Date.parse(link.at) < Date.parse(since)) return snapshot;
  if (link.type === "StationConnected") return { state: "Connected", since: link.at };
  return { state: "Disconnected", since: link.at, reason: link.reason };
}

function mergeConnectors(
  snapshot: readonly LiveConnector[],
  live: ReadonlyMap<string, LiveConnector>,
): readonly LiveConnector[] {
  if (live.size === 0) return snapshot;
  const known = new Map(snapshot.map((connector) => [connectorKey(connector), connector]));
  for (const [key, connector] of live) {
    if (connector.rev >= (known.get(key)?.rev ?? -1)) known.set(key, connector);
  }
  return [...known.values()].toSorted((a, b) => a.evse - b.evse || a.connector - b.connector);
}

export function mergeSession(snapshot: SessionView, live: LiveSession | null): SessionView {
  const state = newerState(snapshot, live?.state ?? null);
  return state.phase === "Ended" || live === null ? state : withFigures(state, live.telemetry);
}

function withFigures(state: SessionView, figures: SessionTelemetry | null): SessionView {
  if (figures === null || !isLater(figures.sampledAt, state.lastSampleAt)) return state;
  return {
    ...state,
    energyWh: figures.energyWh ?? state.energyWh,
    powerW: figures.powerW ?? state.powerW,
    socPercent: figures.socPercent ?? state.socPercent,
    lastSampleAt: figures.sampledAt,
  };
}

/** Meter values move without a new revision; of two equal revisions the later sample wins. */
function newerState(snapshot: SessionView, live: SessionView | null): SessionView {
  if (live === null || live.rev < snapshot.rev) return snapshot;
  if (live.rev > snapshot.rev) return live;
  const isSnapshotLater = snapshot.lastSampleAt !== null && isLater(snapshot.lastSampleAt, live.lastSampleAt);
  return isSnapshotLater ? snapshot : live;
}

export const mergeCommand = (snapshot: CommandView, live: CommandView | null): CommandView =>
  live !== null && live.rev > snapshot.rev ? live : snapshot;

/** The later of two instants, either of which may be unknown. */
function laterOf(one: string | null, other: string | null): string | null {
  if (one === null) return other;
  if (other === null) return one;
  return isLater(other, one) ? other : one;
}
