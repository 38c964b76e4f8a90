import { afterAll, beforeAll, expect, test } from "vitest";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readSession } from "@/lib/services/sessions/read-session";
import { aStation, type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

const at = (second: number): Date => new Date(T0.getTime() + second * 1000);

async function aSession(data: { stationId: number; second?: number; phase?: "Active" | "Ended"; tokenUid?: string }) {
  const { stationId, second = 0, phase = "Active", tokenUid = null } = data;
  const startedAt = at(second);
  const startKey = `${second}-${Math.random()}`;
  return books.db.chargingSession.create({
    data: { stationId, evse: 1, startKey, phase, tokenUid, startedAt, startReceivedAt: startedAt },
  });
}

const ids = async (input: Parameters<typeof listSessions>[1]): Promise<number[]> =>
  (await listSessions(books.as("viewer"), input)).items.map(({ id }) => id);

test("sessions are filtered by phase, station, token in any case, and start", async () => {
  const { id: stationId, identity } = await aStation(books.db);
  const live = await aSession({ stationId, second: 10, tokenUid: "AbC" });
  const ended = await aSession({ stationId, second: 20, phase: "Ended" });
  await aSession({ stationId: (await aStation(books.db)).id });
  expect(await ids({ identity })).toEqual([ended.id, live.id]);
  expect(await ids({ identity, phase: "live" })).toEqual([live.id]);
  expect(await ids({ identity, phase: "ended" })).toEqual([ended.id]);
  expect(await ids({ token: "aBc" })).toEqual([live.id]);
  expect(await ids({ identity, from: at(10).toISOString(), to: at(20).toISOString() })).toEqual([live.id]);
});

test("pages of sessions that began at the same instant neither repeat nor skip one", async () => {
  const { id: stationId, identity } = await aStation(books.db);
  const made = [];
  for (const second of [5, 5, 5, 6, 4]) made.push((await aSession({ stationId, second })).id);
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSessions(books.as("viewer"), { identity, limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual([made[3], made[2], made[1], made[0], made[4]]);
});

test("a session comes with its samples in order and what the station said of it", async () => {
  const { id: stationId, identity } = await aStation(books.db);
  const session = await aSession({ stationId });
  await books.db.meterValue.createMany({
    data: [60, 0, 30].map((second) => ({
      stationId,
      sessionId: session.id,
      evse: 1,
      receivedAt: at(second),
      sampledAt: at(second),
      energyWh: second,
    })),
  });
  await books.db.sessionEvent.create({
    data: { sessionId: session.id, key: "start", kind: "Started", at: T0, receivedAt: T0, details: { a: 1 } },
  });
  const read = await readSession(books.as("viewer"), session.id);
  expect(read).toMatchObject({ id: session.id, identity, phase: "Active", position: 0 });
  expect(read.samples.map(({ energyWh }) => energyWh)).toEqual([0, 30, 60]);
  expect(read.samples[0]).toEqual({
    at: T0.toISOString(),
    energyWh: 0,
    powerW: null,
    currentA: null,
    voltageV: null,
    socPercent: null,
    context: null,
  });
  expect(read.journal).toEqual([
    {
      key: "start",
      kind: "Started",
      at: T0.toISOString(),
      receivedAt: T0.toISOString(),
      seqNo: null,
      details: { a: 1 },
    },
  ]);
});

test("a long session is thinned to what a chart can show, its first and last sample kept", async () => {
  const { id: stationId } = await aStation(books.db);
  const session = await aSession({ stationId });
  const total = 9_001;
  await books.db.$executeRaw`
    INSERT INTO meter_value (received_at, station_id, evse, session_id, sampled_at, energy_wh)
    SELECT ${T0.toISOString()}::timestamptz, ${stationId}, 1, ${session.id}, ${T0.toISOString()}::timestamptz + n * interval '1 s', n
    FROM generate_series(0, ${total - 1}::int) n`;
  const { samples } = await readSession(books.as("viewer"), session.id);
  expect(samples.length).toBeLessThanOrEqual(2_000);
  expect(samples.length).toBeGreaterThan(1_000);
  expect([samples[0]?.energyWh, samples.at(-1)?.energyWh]).toEqual([0, total - 1]);
});

test("a session that is not there is not found", async () => {
  await expect(readSession(books.as("viewer"), 2_000_000_000)).rejects.toMatchObject({ code: "NotFound" });
});
