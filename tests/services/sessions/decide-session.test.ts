import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ChargingSession, Station } from "@/lib/db/generated/client";
import type { CommandState } from "@/lib/domain/station-command";
import { closeSession } from "@/lib/services/sessions/close-session";
import { explainSession } from "@/lib/services/sessions/explain-session";
import { listOrphanReadings } from "@/lib/services/sessions/list-orphan-readings";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { listUnstarted } from "@/lib/services/sessions/list-unstarted";
import { resolveSession } from "@/lib/services/sessions/resolve-session";
import { aGateway, announced, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
let station: Station;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());
beforeEach(async () => {
  station = await aStation(books.db, connected);
});

const minutesAgo = (minutes: number): Date => new Date(T0.getTime() - minutes * 60_000);

async function aSession(data: Partial<ChargingSession> = {}): Promise<ChargingSession> {
  const at = minutesAgo(60);
  const startKey = crypto.randomUUID();
  const { tokenKey: _, ...told } = data;
  return books.db.chargingSession.create({
    data: { stationId: station.id, evse: 1, startKey, phase: "Active", startedAt: at, startReceivedAt: at, ...told },
  });
}
const quarantined = { phase: "Ended", endedAt: T0, meterStopWh: 7_000, anomalies: ["StopWithoutStart"] } as const;
const inReview = async (): Promise<number[]> =>
  (await listSessions(books.as("viewer"), { identity: station.identity, problem: "review" })).items.map(({ id }) => id);
const row = (id: number) => books.db.chargingSession.findUniqueOrThrow({ where: { id } });

describe("what waits for a person", () => {
  test("is listed until it is decided, and no session else", async () => {
    await aSession({ phase: "Ended", energyWh: 5, anomalies: ["ClockSuspect", "MatchedByEvidence"] });
    await aSession({ anomalies: ["StartMissing"] });
    const odd = await aSession({ ...quarantined, anomalies: [...quarantined.anomalies] });
    const unknown = await aSession({ phase: "Ended", energyWh: null });
    expect((await inReview()).toSorted((a, b) => a - b)).toEqual([odd.id, unknown.id]);
    await resolveSession(books.as("operator"), odd.id, { resolution: "AsTold" });
    expect(await inReview()).toEqual([unknown.id]);
  });

  test("gets its figures by hand: stored, in the journal, announced and audited", async () => {
    const { id } = await aSession({ ...quarantined, anomalies: [...quarantined.anomalies] });
    const decision = {
      resolution: "ByHand",
      meterStartWh: 2_500,
      meterStopWh: 7_000.5,
      note: "From the display",
    } as const;
    const view = await resolveSession(books.as("operator"), id, decision);
    expect(view).toMatchObject({ meterStartWh: 2_500, meterStopWh: 7_000.5, energyWh: 4_500.5, resolution: "ByHand" });
    expect(await row(id)).toMatchObject({ resolvedBy: "An operator", resolutionNote: "From the display", rev: 1 });
    const journal = await books.db.sessionEvent.findMany({ where: { sessionId: id } });
    expect(journal).toMatchObject([
      {
        kind: "Resolved",
        details: { resolution: "ByHand", by: "An operator", before: { energyWh: null, meterStopWh: 7_000 } },
      },
    ]);
    expect(await audited(books.db, `session:${id}`)).toEqual(["ResolveSession"]);
    expect((await announced(books.db)).at(-1)).toMatchObject({
      type: "SessionChanged",
      session: { id, energyWh: 4_500.5 },
    });
  });

  test("is decided once, however often it is sent", async () => {
    const { id } = await aSession({ ...quarantined, anomalies: [...quarantined.anomalies] });
    const decide = () => resolveSession(books.as("operator"), id, { resolution: "NotBillable", note: "A test drive" });
    expect(await decide()).toEqual(await decide());
    expect(await audited(books.db, `session:${id}`)).toEqual(["ResolveSession"]);
    await expect(resolveSession(books.as("operator"), id, { resolution: "AsTold" })).rejects.toMatchObject({
      code: "Conflict",
    });
  });

  test.each([
    ["by who may only look", "viewer", { resolution: "AsTold" }, "Forbidden"],
    [
      "with a register that runs back",
      "operator",
      { resolution: "ByHand", meterStartWh: 9, meterStopWh: 8, note: "x" },
      "Invalid",
    ],
    [
      "by hand without a word why",
      "operator",
      { resolution: "ByHand", meterStartWh: 1, meterStopWh: 2, note: " " },
      "Invalid",
    ],
    ["after it has changed", "operator", { resolution: "AsTold", rev: 99 }, "Conflict"],
  ] as const)("is not decided %s", async (_, role, input, code) => {
    const { id } = await aSession({ ...quarantined, anomalies: [...quarantined.anomalies] });
    await expect(resolveSession(books.as(role), id, input)).rejects.toMatchObject({ code });
    expect(await row(id)).toMatchObject({ resolution: null, rev: 0 });
  });

  test("is not what needs no decision", async () => {
    const { id } = await aSession({ phase: "Ended", energyWh: 1_000 });
    await expect(resolveSession(books.as("operator"), id, { resolution: "AsTold" })).rejects.toMatchObject({
      code: "Conflict",
    });
  });
});

describe("a stuck session", () => {
  const listed = async (problem: "never-charged" | "never-ends"): Promise<number[]> =>
    (await listSessions(books.as("viewer"), { identity: station.identity, problem })).items.map(({ id }) => id);
  const aConnector = (status: string, receivedAt: Date, occupancy: string | null = null) =>
    books.db.evse.create({
      data: {
        stationId: station.id,
        evse: 1,
        connectors: { create: { connector: 1, status, occupancy, statusAt: receivedAt, receivedAt } },
      },
    });

  test("that has charged nothing for five minutes is listed as never charged", async () => {
    const { id } = await aSession({ energyWh: 0 });
    await aSession({ energyWh: 0, powerW: 7_000 });
    await aSession({ energyWh: 0, startReceivedAt: minutesAgo(4) });
    await aSession({ energyWh: 0, phase: "Ended" });
    expect(await listed("never-charged")).toEqual([id]);
    expect(await listed("never-ends")).toEqual([]);
  });

  test("that runs for more than a day is listed as never ending", async () => {
    const { id } = await aSession({
      energyWh: 9,
      startedAt: minutesAgo(24 * 60 + 1),
      startReceivedAt: minutesAgo(1_441),
    });
    await aSession({ energyWh: 9, startedAt: minutesAgo(24 * 60 - 1) });
    expect(await listed("never-ends")).toEqual([id]);
  });

  test("whose connector is free since is listed as never ending", async () => {
    const { id } = await aSession({ energyWh: 9 });
    await aConnector("Available", minutesAgo(50));
    await aSession({ energyWh: 9, startReceivedAt: minutesAgo(40) });
    expect(await listed("never-ends")).toEqual([id]);
    const { explanation } = await explainSession(books.as("viewer"), id);
    expect(explanation.stuckReasons).toEqual(["ConnectorFree"]);
  });

  test("whose station has been gone for hours is listed as never ending", async () => {
    station = await aStation(books.db, { disconnectedAt: minutesAgo(6 * 60 + 1) });
    const { id } = await aSession({ energyWh: 9 });
    expect(await listed("never-ends")).toEqual([id]);
  });

  test("that never began is told where a connector charges by itself, or a remote start came to nothing", async () => {
    await aConnector("Occupied", minutesAgo(6), "Charging");
    const command = await books.db.command.create({
      data: {
        id: crypto.randomUUID(),
        stationId: station.id,
        name: "RemoteStart",
        state: "NoEffect",
        request: { type: "RemoteStart", evse: 2, tokenUid: "CARD" },
        requestedByKind: "operator",
        requestedById: "o",
        requestedBy: "O",
        createdAt: minutesAgo(10),
        expiresAt: minutesAgo(9),
      },
    });
    const own = (await listUnstarted(books.as("viewer"))).filter(({ identity }) => identity === station.identity);
    expect(own).toMatchObject([
      { why: "StartUnheard", evse: 2, tokenUid: "CARD", commandId: command.id },
      { why: "ChargingUnheard", evse: 1, since: minutesAgo(6).toISOString() },
    ]);
    await aSession();
    await aSession({ evse: 2, startReceivedAt: minutesAgo(9) });
    expect((await listUnstarted(books.as("viewer"))).filter(({ identity }) => identity === station.identity)).toEqual(
      [],
    );
  });
});

describe("closing a session in the books", () => {
  const asked = (sessionId: number, state: CommandState, createdAt = minutesAgo(2)) =>
    books.db.command.create({
      data: {
        id: crypto.randomUUID(),
        stationId: station.id,
        name: "RemoteStop",
        state,
        request: { type: "RemoteStop", sessionId },
        requestedByKind: "operator",
        requestedById: "o",
        requestedBy: "O",
        createdAt,
        expiresAt: createdAt,
      },
    });
  const close = (id: number, note = "The charger was taken away") => closeSession(books.as("operator"), id, { note });

  test("takes that its station was asked and did not stop", async () => {
    const { id } = await aSession();
    await expect(close(id)).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("first") });
    await asked(id, "Rejected", minutesAgo(61));
    await expect(close(id)).rejects.toMatchObject({ code: "Conflict" });
    await asked(id, "WaitingForEffect");
    await expect(close(id)).rejects.toMatchObject({ code: "Conflict", message: expect.stringContaining("Wait") });
    expect(await row(id)).toMatchObject({ phase: "Active", rev: 0 });
  });

  test.each(["Rejected", "Failed", "NotSupported", "NoAnswer", "NotConnected", "Expired", "NoEffect"] as const)(
    "ends it at its last reading after %s, audited and announced",
    async (state) => {
      const { id } = await aSession({
        meterStartWh: 1_000,
        meterLastWh: 3_500,
        energyWh: 2_500,
        lastSampleAt: minutesAgo(20),
      });
      const command = await asked(id, state);
      const view = await close(id);
      expect(view).toMatchObject({
        phase: "Ended",
        endReason: "ClosedByOperator",
        endedAt: minutesAgo(20).toISOString(),
        energyWh: 2_500,
        anomalies: ["ClosedByOperator"],
      });
      expect(await close(id)).toEqual(view);
      expect(await audited(books.db, `session:${id}`)).toEqual(["CloseSession"]);
      expect(await books.db.sessionEvent.findMany({ where: { sessionId: id } })).toMatchObject([
        { kind: "ClosedByOperator", details: { commandId: command.id, commandState: state, by: "An operator" } },
      ]);
      expect((await announced(books.db)).at(-1)).toMatchObject({
        type: "SessionChanged",
        session: { id, phase: "Ended" },
      });
    },
  );

  test("is not for who may only look, nor of what has ended", async () => {
    const { id } = await aSession({ phase: "Ended", endReason: "Local" });
    await expect(closeSession(books.as("viewer"), id, { note: "x" })).rejects.toMatchObject({ code: "Forbidden" });
    await expect(close(id)).rejects.toMatchObject({ code: "Conflict" });
  });
});

test("readings that name a transaction and belong to no session are told by that name", async () => {
  const reading = { stationId: station.id, evse: 1, receivedAt: T0, stationTransaction: "-1" };
  await books.db.meterValue.createMany({
    data: [
      { ...reading, sampledAt: minutesAgo(20), energyWh: 900 },
      { ...reading, sampledAt: minutesAgo(10), energyWh: 1_900 },
      { ...reading, sampledAt: minutesAgo(5), stationTransaction: null, energyWh: 5 },
    ],
  });
  expect(await listOrphanReadings(books.as("viewer"), { identity: station.identity })).toEqual([
    {
      identity: station.identity,
      evse: 1,
      stationTransaction: "-1",
      count: 2,
      firstWh: 900,
      lastWh: 1_900,
      firstAt: minutesAgo(20).toISOString(),
      lastAt: minutesAgo(10).toISOString(),
    },
  ]);
});
