import { afterAll, beforeAll, expect, test } from "vitest";
import { exportSessions } from "@/lib/services/sessions/export-sessions";
import { aStation, audited, type Books, openBooks, T0 } from "../books";

let books: Books;
let ids: readonly number[];
beforeAll(async () => {
  books = await openBooks();
  const { id: stationId } = await aStation(books.db, { identity: "CP-1" });
  const at = { stationId, evse: 1, startedAt: T0, startReceivedAt: T0 };
  const endedAt = new Date(T0.getTime() + 90_000);
  const rows = [
    { ...at, startKey: "a", phase: "Active", chargingState: "Charging", powerW: 11_000 },
    {
      ...at,
      startKey: "b",
      phase: "Ended",
      endedAt,
      energyWh: 25_500,
      powerW: 7_000,
      tokenUid: "@04A1",
      endReason: "Local",
    },
  ] as const;
  const made: number[] = [];
  for (const data of rows) made.push((await books.db.chargingSession.create({ data })).id);
  ids = made;
});
afterAll(async () => books.close());

async function linesOf({ chunks }: { readonly chunks: AsyncIterable<string> }): Promise<readonly string[]> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text.trimEnd().split("\r\n");
}

test("the file has plain numbers with their units above, and no power of what has ended", async () => {
  const columns = "id,state,power,energy,duration,token,reason";
  const made = await exportSessions(books.as("viewer"), { sort: "id", columns });
  expect(made.fileName).toBe("sessions-2026-11-22T100000.csv");
  expect(await linesOf(made)).toEqual([
    "\uFEFFid,state,powerW,energyWh,durationSeconds,token,reason",
    `${ids[0]},Charging,11000,,,,`,
    `${ids[1]},Ended,,25500,90,'@04A1,Local`,
  ]);
  expect(await audited(books.db, "sessions")).toEqual(["ExportSessions"]);
});

test("it has what the filter lets through, and says where it ends early", async () => {
  const columns = "id";
  expect(await linesOf(await exportSessions(books.as("viewer"), { filter: "energy:>20", columns }))).toEqual([
    "\uFEFFid",
    String(ids[1]),
  ]);
  expect((await linesOf(await exportSessions(books.as("viewer"), { columns }, 1))).at(-1)).toContain("limit of 1 rows");
});
