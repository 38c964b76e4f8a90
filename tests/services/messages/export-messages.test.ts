import { afterAll, beforeAll, expect, test } from "vitest";
import { exportMessages } from "@/lib/services/messages/export-messages";
import { aStation, audited, type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  const station = await aStation(books.db, { identity: "=CP-1" });
  const row = (second: number, facts: object) => ({
    at: new Date(T0.getTime() - 60_000 + second * 1000),
    stationId: station.id,
    epoch: 1,
    direction: "In",
    action: "Heartbeat",
    messageId: `m${second}`,
    result: "Ok",
    latencyMs: 2,
    request: "{}",
    response: "{}",
    ...facts,
  });
  await books.db.messageLog.createMany({
    data: [
      row(0, { action: "DataTransfer", request: '{"vendorId":"a,\\"b","data":"x\\ny"}', messageId: "@SUM(A1)" }),
      row(1, { result: "NoAnswer", latencyMs: null, response: null, direction: "Out", messageId: "-1" }),
      ...Array.from({ length: 450 }, (_, index) => row(2, { messageId: `n${index}` })),
    ],
  });
});
afterAll(async () => books.close());

async function file(input: object, rowsMax?: number): Promise<string> {
  const { chunks } = await exportMessages(books.as("viewer"), input, rowsMax);
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}

test("NDJSON has a message a line, newest first, over as many reads as it takes", async () => {
  const lines = (await file({ format: "ndjson" })).trimEnd().split("\n");
  const messages = lines.map((line) => JSON.parse(line) as { messageId: string; identity: string });
  expect(messages).toHaveLength(452);
  expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(452);
  expect(messages.at(-1)).toMatchObject({ identity: "=CP-1", messageId: "@SUM(A1)" });
});

test("CSV opens in a spreadsheet as UTF-8, in UTC and local time, and runs no formula", async () => {
  const text = await file({ format: "csv", timeZone: "Africa/Nairobi", direction: "Out" });
  expect(text).toBe(
    "\uFEFFat,at (Africa/Nairobi),charger,direction,action,summary,result,latencyMs,messageId,request,response\r\n" +
      "2026-11-22T09:59:01.000Z,2026-11-22 12:59:01,'=CP-1,Out,Heartbeat,,NoAnswer,,'-1,{},\r\n",
  );
  expect(await file({ format: "csv", action: "DataTransfer" })).toContain(
    `'@SUM(A1),"{""vendorId"":""a,\\""b"",""data"":""x\\ny""}",{}\r\n`,
  );
});

test("an export ends at its limit and says so in its last line", async () => {
  const lines = (await file({ format: "ndjson" }, 250)).trimEnd().split("\n");
  expect(lines).toHaveLength(251);
  expect(lines.at(-1)).toContain("The limit of 250 rows is reached");
  expect((await file({ format: "csv" }, 452)).split("\r\n").filter((line) => line.includes("limit"))).toEqual([]);
});

test("whoever takes messages away is in the audit, with what was asked for", async () => {
  await exportMessages(books.as("viewer"), { identity: "=CP-1", format: "csv", text: "04AB" });
  expect(await audited(books.db, "station:=CP-1")).toEqual(["ExportMessages"]);
  const entry = await books.db.auditEntry.findFirstOrThrow({ where: { subject: "station:=CP-1" } });
  expect(entry.details).toMatchObject({ format: "csv", text: "04AB", from: "2026-11-21T10:00:00.000Z" });
});

test("a time zone that is none is refused before anything is written", async () => {
  await expect(exportMessages(books.as("viewer"), { timeZone: "Mars/Olympus" })).rejects.toMatchObject({
    code: "Invalid",
  });
});
