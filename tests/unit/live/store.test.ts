import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DomainEvent } from "@/lib/domain/domain-event";
import { foldEvents, foldTelemetry, type LiveFacts, NO_FACTS } from "@/lib/live/store";
import { aCommand, aSession, at, connected, connectorChanged, disconnected, figures } from "./builders";

const fold = (...events: readonly DomainEvent[]): LiveFacts => foldEvents(NO_FACTS, events).facts;

describe("folding what the live channel tells", () => {
  test("an older revision of a connector does not undo a newer one", () => {
    const facts = fold(connectorChanged(3, "Faulted"), connectorChanged(2, "Available"));
    expect(facts.stations.get("CP-1")?.connectors.get("1/1")?.status).toBe("Faulted");
  });

  test("the old connection that closes after the new one opened does not take the station off line", () => {
    const facts = fold(connected(2, 10), disconnected(1, 11));
    expect(facts.stations.get("CP-1")?.link).toMatchObject({ type: "StationConnected", epoch: 2 });
  });

  test("a closing is later than the opening of its own connection, whatever came first", () => {
    const facts = fold(disconnected(1, 11), connected(1, 10));
    expect(facts.stations.get("CP-1")?.link?.type).toBe("StationDisconnected");
  });

  test("how many alerts nobody sees to is what was told last, in whatever order it comes", () => {
    const told = (unattended: number, second: number): DomainEvent => ({
      type: "AlertsChanged",
      alertIds: [1],
      unattended,
      at: at(second),
    });
    expect(fold().unattended).toBeNull();
    expect(fold(told(3, 2), told(2, 1)).unattended?.count).toBe(3);
    expect(fold(told(3, 2), told(0, 2)).unattended?.count).toBe(0);
  });

  test("a settled command is not opened again by a late word", () => {
    const facts = fold(
      { type: "CommandChanged", command: aCommand({ state: "Done", rev: 4 }) },
      { type: "CommandChanged", command: aCommand({ state: "Sent", rev: 2 }) },
    );
    expect([...facts.commands.values()].map(({ state }) => state)).toEqual(["Done"]);
  });

  test("figures of an older sample do not turn the meter back", () => {
    const newer = foldTelemetry(NO_FACTS, { sessions: [figures(20, 11_000)], seen: {} }).facts;
    const both = foldTelemetry(newer, { sessions: [figures(10, 7_000)], seen: {} }).facts;
    expect(both.sessions.get(7)?.telemetry?.powerW).toBe(11_000);
  });

  test("a session's state and its figures do not overwrite each other", () => {
    const told = fold({ type: "SessionChanged", session: aSession({ rev: 2 }) });
    const facts = foldTelemetry(told, { sessions: [figures(20, 11_000)], seen: {} }).facts;
    expect(facts.sessions.get(7)).toMatchObject({ state: { rev: 2 }, telemetry: { powerW: 11_000 } });
  });

  test("only those who show what changed are told", () => {
    const first = foldEvents(NO_FACTS, [connectorChanged(1, "Available")]);
    const again = foldEvents(first.facts, [connectorChanged(1, "Available")]);
    expect([...first.touched]).toEqual(["station:CP-1", "stations"]);
    expect([...again.touched]).toEqual([]);
    expect(again.facts.stations).toBe(first.facts.stations);
  });

  test("last seen never moves back", () => {
    const later = foldTelemetry(NO_FACTS, { sessions: [], seen: { "CP-1": at(30) } }).facts;
    const facts = foldTelemetry(later, { sessions: [], seen: { "CP-1": at(20) } }).facts;
    expect(facts.stations.get("CP-1")?.lastSeenAt).toBe(at(30));
  });

  test("ping times are those of the connection that is open", () => {
    const pings = { lastMs: 30, medianMs: 35, maxMs: 900 };
    const told = foldTelemetry(fold(connected(1, 1)), { sessions: [], seen: {}, pings: { "CP-1": pings } }).facts;
    expect(told.stations.get("CP-1")?.pings).toEqual(pings);
    const gone = foldEvents(told, [disconnected(1, 5)]).facts;
    expect(gone.stations.get("CP-1")?.pings).toBeNull();
  });

  test("any order and any repetition of the same events ends in the same facts", () => {
    const story: readonly DomainEvent[] = [
      connected(1, 1),
      connectorChanged(1, "Available"),
      disconnected(1, 5),
      connected(2, 6),
      connectorChanged(2, "Occupied"),
      { type: "SessionChanged", session: aSession({ rev: 1 }) },
      { type: "SessionChanged", session: aSession({ rev: 2, phase: "Ended" }) },
      { type: "CommandChanged", command: aCommand({ rev: 1 }) },
      { type: "CommandChanged", command: aCommand({ rev: 2, state: "Sent" }) },
    ];
    const expected = fold(...story);
    const shuffled = fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 });
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(fold(...events)).toEqual(expected);
      }),
    );
  });
});
