import { afterAll, beforeAll, expect, test } from "vitest";
import { readReceipt } from "@/lib/services/sessions/read-receipt";
import { aStation, type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

let made = 0;
async function aSession(data: object, station: object = {}): Promise<number> {
  made += 1;
  const { id: stationId } = await aStation(books.db, station);
  const { id } = await books.db.chargingSession.create({
    data: {
      stationId,
      evse: 1,
      startKey: String(made),
      phase: "Ended",
      tokenUid: "04A224B2C1",
      startedAt: T0,
      startReceivedAt: T0,
      endedAt: new Date(T0.getTime() + 3_600_000),
      meterStartWh: 1_000,
      meterStopWh: 8_000,
      energyWh: 7_000,
      ...data,
    },
  });
  return id;
}

test("tells what was delivered where, in the time zone of the site, and of the card its last digits", async () => {
  const site = await books.db.site.create({
    data: { name: "Yard", timeZone: "Africa/Nairobi", address: "Mombasa Rd" },
  });
  const id = await aSession({}, { identity: "CP-1", name: "Gate", siteId: site.id });
  expect(await readReceipt(books.as("viewer"), id)).toMatchObject({
    sessionId: id,
    state: "Final",
    identity: "CP-1",
    stationName: "Gate",
    siteName: "Yard",
    siteAddress: "Mombasa Rd",
    timeZone: "Africa/Nairobi",
    tokenEnd: "B2C1",
    energyWh: 7_000,
    startedAt: T0.toISOString(),
  });
});

test.each([
  ["Running", { phase: "Active", endedAt: null }],
  ["Unsettled", { anomalies: ["MeterRollBack"] }],
  ["Final", { anomalies: ["MeterRollBack"], resolution: "AsTold" }],
  ["NotBilled", { resolution: "NotBillable" }],
] as const)("is %s where it is so", async (state, data) => {
  const id = await aSession({ ...data, ...("anomalies" in data ? { anomalies: [...data.anomalies] } : {}) });
  expect((await readReceipt(books.as("viewer"), id)).state).toBe(state);
});

test("is not there for a session that is not", async () => {
  await expect(readReceipt(books.as("viewer"), 999_999)).rejects.toMatchObject({ code: "NotFound" });
});
