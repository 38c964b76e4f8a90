import { describe, expect, test } from "vitest";
import type { DomainEvent } from "@/lib/domain/domain-event";
import { mergeCommand, mergeSession, mergeStation } from "@/lib/live/merge";
import { foldEvents, type LiveStation, NO_FACTS } from "@/lib/live/store";
import { aCommand, aSession, aStation, at, connected, connectorChanged, disconnected, figures } from "./builders";

const live = (...events: readonly DomainEvent[]): LiveStation | null =>
  foldEvents(NO_FACTS, events).facts.stations.get("CP-1") ?? null;

describe("live facts over a snapshot", () => {
  test("a station that connects while one looks is connected", () => {
    const { connectivity, ocppVersion } = mergeStation(aStation(), live(connected(1, 10)));
    expect({ connectivity, ocppVersion }).toEqual({
      connectivity: { state: "Connected", since: at(10) },
      ocppVersion: "ocpp1.6",
    });
  });

  test("a gateway lost after the connection was told is never shown as connected", () => {
    const snapshot = aStation({ connectivity: { state: "GatewayLost", since: at(30) } });
    expect(mergeStation(snapshot, live(connected(1, 10))).connectivity.state).toBe("GatewayLost");
  });

  test("a newer snapshot beats what was told before it", () => {
    const snapshot = aStation({ connectivity: { state: "Connected", since: at(20) } });
    expect(mergeStation(snapshot, live(disconnected(1, 10))).connectivity.state).toBe("Connected");
  });

  test("a connector the snapshot does not know yet appears, in its place", () => {
    const known = { ...connectorOf(connectorChanged(1, "Available")), evse: 2 };
    const { connectors } = mergeStation(aStation({ connectors: [known] }), live(connectorChanged(1, "Available")));
    expect(connectors.map(({ evse }) => evse)).toEqual([1, 2]);
  });

  test("a snapshot with a newer revision of a connector wins", () => {
    const known = connectorOf(connectorChanged(5, "Faulted"));
    const { connectors } = mergeStation(aStation({ connectors: [known] }), live(connectorChanged(4, "Available")));
    expect(connectors.map(({ status }) => status)).toEqual(["Faulted"]);
  });

  test("a running session moves with its figures, an ended one does not", () => {
    const telemetry = figures(20, 11_000);
    expect(mergeSession(aSession(), { state: null, telemetry })).toMatchObject({
      powerW: 11_000,
      lastSampleAt: at(20),
    });
    const ended = aSession({ phase: "Ended", powerW: 0 });
    expect(mergeSession(ended, { state: null, telemetry })).toEqual(ended);
  });

  test("of two equal revisions the later sample wins", () => {
    const snapshot = aSession({ powerW: 7_000, lastSampleAt: at(30) });
    const state = aSession({ powerW: 3_000, lastSampleAt: at(10) });
    expect(mergeSession(snapshot, { state, telemetry: null }).powerW).toBe(7_000);
  });

  test("a command only moves forward", () => {
    const done = aCommand({ state: "Done", rev: 5 });
    expect(mergeCommand(done, aCommand({ state: "Sent", rev: 2 }))).toBe(done);
    expect(mergeCommand(aCommand({ rev: 1 }), done)).toBe(done);
  });
});

function connectorOf(event: DomainEvent) {
  if (event.type !== "ConnectorChanged") throw new Error("not a connector's event");
  return { ...event.connector, rev: event.rev };
}
