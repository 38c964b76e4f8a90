import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendBulkCommands } from "@/lib/services/bulk/send-bulk-commands";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  const { db } = caller.books;
  await aGateway(db);
  for (const identity of ["CP-1", "CP-2"]) await aStation(db, { ...connected, identity });
  await aStation(db, { identity: "CP-3" });
});
afterAll(async () => caller.close());

const selection = { type: "Filter", filter: "", at: T0.toISOString() };
const command = { type: "TriggerMessage", message: "StatusNotification" };

test("many stations are looked at, asked, and each one's result is told", async () => {
  const seen = await caller.call("POST", "/bulk-jobs/preview", { json: selection, as: "viewer" });
  expect([seen.status, seen.body]).toMatchObject([200, { total: 3, offline: 1, charging: 0, blocked: 0 }]);
  const made = await caller.call("POST", "/bulk-jobs", { json: { command, selection, expected: 3 }, as: "operator" });
  expect([made.status, made.body]).toMatchObject([202, { total: 3, counts: { Waiting: 2, LeftOut: 1 }, perSecond: 5 }]);
  const path = made.headers.get("Location")?.replace("/api/v1", "") ?? "";
  await sendBulkCommands(caller.books.as("admin"));
  const rows = await caller.call("GET", `${path}/rows?limit=2`, { as: "viewer" });
  expect(rows.body).toMatchObject({
    items: [
      { identity: "CP-1", outcome: "UnderWay", commandState: "Pending", tries: 1 },
      { identity: "CP-2", outcome: "UnderWay" },
    ],
  });
  const rest = await caller.call("GET", `${path}/rows?limit=2&cursor=${String(rows.body["nextCursor"])}`);
  expect(rest.body).toMatchObject({
    items: [{ identity: "CP-3", outcome: "LeftOut", detail: "Offline" }],
    nextCursor: null,
  });
  expect((await caller.call("GET", "/bulk-jobs", { as: "viewer" })).body).toMatchObject({ items: [{ total: 3 }] });
});

test("a job is stopped before its first second, and tried again", async () => {
  const json = { command, selection: { type: "Rows", ids: [1] } };
  const { body } = await caller.call("POST", "/bulk-jobs", { json, as: "operator" });
  const path = `/bulk-jobs/${String(body["id"])}`;
  const stopped = await caller.call("POST", `${path}/stop`, { as: "operator" });
  expect(stopped.body).toMatchObject({ counts: { Stopped: 1 }, isOver: true, retryable: 1 });
  const again = await caller.call("POST", `${path}/retry`, { as: "operator" });
  expect(again.body).toMatchObject({ counts: { Waiting: 1 }, stoppedAt: null });
});

test("what is not for many, not there, or not allowed is refused", async () => {
  const ask = (json: object, as: "viewer" | "operator" = "operator") => caller.call("POST", "/bulk-jobs", { json, as });
  expect((await ask({ command, selection }, "viewer")).status).toBe(403);
  expect((await ask({ command: { type: "Unlock", evse: 1, connector: 1 }, selection })).status).toBe(400);
  expect((await ask({ command, selection, expected: 99 })).status).toBe(409);
  expect((await ask({ command, selection, perSecond: 1_000 })).status).toBe(400);
  expect((await caller.call("GET", `/bulk-jobs/${randomUUID()}`)).status).toBe(404);
});
