import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { BULK_ROW_STATES, type BulkJobView, type BulkRowState, outcomeOf } from "@/lib/domain/bulk-job";
import { COMMAND_STATES, type CommandState } from "@/lib/domain/station-command";
import { createBulkJob } from "@/lib/services/bulk/create-bulk-job";
import { listBulkJobs } from "@/lib/services/bulk/list-bulk-jobs";
import { listBulkRows } from "@/lib/services/bulk/list-bulk-rows";
import { previewBulk } from "@/lib/services/bulk/preview-bulk";
import { readBulkJob } from "@/lib/services/bulk/read-bulk-job";
import { retryBulkJob } from "@/lib/services/bulk/retry-bulk-job";
import { sendBulkCommands } from "@/lib/services/bulk/send-bulk-commands";
import { stopBulkJob } from "@/lib/services/bulk/stop-bulk-job";
import { aGateway, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books | null = null;
let current: Books;
beforeEach(async () => {
  await books?.close();
  books = current = await openBooks();
  await aGateway(current.db);
});
afterAll(async () => books?.close());

const RESTART = { type: "Reset", when: "Now" } as const;
const operator = () => current.as("operator");
const system = () => ({
  db: current.db,
  now: () => T0,
  actor: { kind: "system", id: "gateway", name: "Kituo" } as const,
});
const all = { type: "Filter", filter: "charger:B-*", at: T0.toISOString() } as const;

/** Connected ones, by their numbers. */
async function fleet(count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) await aStation(current.db, { ...connected, identity: `B-${n}` });
}

async function charge(identity: string): Promise<void> {
  const { id: stationId } = await current.db.station.findUniqueOrThrow({ where: { identity } });
  const at = { startedAt: T0, startReceivedAt: T0 };
  await current.db.chargingSession.create({ data: { stationId, evse: 1, startKey: identity, phase: "Active", ...at } });
}

const rowsOf = async ({ id }: BulkJobView) => {
  const { items } = await listBulkRows(operator(), id, { limit: 200 });
  return items.map(({ identity, outcome, detail }) => [identity, outcome, detail] as const);
};
const commandsOf = async () => current.db.command.findMany({ orderBy: { number: "asc" }, include: { station: true } });

test("what a command would meet is told before it is given", async () => {
  await fleet(3);
  await charge("B-2");
  await aStation(current.db, { identity: "B-off", disconnectedAt: T0 });
  await aStation(current.db, { ...connected, identity: "B-blocked", isBlocked: true });
  expect(await previewBulk(current.as("viewer"), all)).toEqual({
    total: 5,
    offline: 1,
    charging: 1,
    blocked: 1,
    examples: { Offline: ["B-off"], Charging: ["B-2"], Blocked: ["B-blocked"] },
  });
});

test("chargers are asked at the pace, each by a command of who asked; those who cannot be are left out", async () => {
  await fleet(5);
  await charge("B-2");
  await aStation(current.db, { identity: "B-off", disconnectedAt: T0 });
  const job = await createBulkJob(operator(), { command: RESTART, selection: all, expected: 6, perSecond: 2 });
  expect(job).toMatchObject({ total: 6, counts: { Waiting: 4, LeftOut: 2 }, filter: "charger:B-*", isOver: false });
  expect(await commandsOf()).toEqual([]);
  await sendBulkCommands(system());
  expect((await commandsOf()).map(({ station, state, requestedBy }) => [station.identity, state, requestedBy])).toEqual(
    [
      ["B-1", "Pending", "An operator"],
      ["B-3", "Pending", "An operator"],
    ],
  );
  await sendBulkCommands(system());
  await sendBulkCommands(system());
  expect(await sendBulkCommands(system())).toBe(0);
  expect((await commandsOf()).map(({ station }) => station.identity)).toEqual(["B-1", "B-3", "B-4", "B-5"]);
  expect(await rowsOf(job)).toEqual([
    ["B-1", "UnderWay", null],
    ["B-2", "LeftOut", "Charging"],
    ["B-3", "UnderWay", null],
    ["B-4", "UnderWay", null],
    ["B-5", "UnderWay", null],
    ["B-off", "LeftOut", "Offline"],
  ]);
  expect(await audited(current.db, `bulk:${job.id}`)).toEqual(["CreateBulkJob"]);
  expect(await audited(current.db, "station:B-1")).toEqual(["RequestCommand"]);
});

test("a car that begins to charge before the turn of its charger is left alone, unless it was said otherwise", async () => {
  await fleet(1);
  const job = await createBulkJob(operator(), { command: RESTART, selection: all });
  const anyway = await createBulkJob(operator(), { command: RESTART, selection: all, leavesOutCharging: false });
  await charge("B-1");
  await sendBulkCommands(system());
  expect(await rowsOf(job)).toEqual([["B-1", "LeftOut", "Charging"]]);
  expect(await rowsOf(anyway)).toEqual([["B-1", "UnderWay", null]]);
});

test("a gateway that dies between the command and its row asks nobody twice", async () => {
  await fleet(1);
  const job = await createBulkJob(operator(), { command: RESTART, selection: all });
  await sendBulkCommands(system());
  await current.db.bulkRow.updateMany({ data: { state: "Waiting" } });
  await current.db.bulkJob.updateMany({ data: { sentAt: null } });
  await sendBulkCommands(system());
  expect(await commandsOf()).toHaveLength(1);
  expect(await rowsOf(job)).toEqual([["B-1", "UnderWay", null]]);
});

test("those that failed are asked again by new commands; what may still act, and what was left out, is not", async () => {
  await fleet(5);
  await charge("B-5");
  const job = await createBulkJob(operator(), { command: RESTART, selection: all });
  await sendBulkCommands(system());
  const ends = ["Done", "Rejected", "NoAnswer", "Scheduled"] as const;
  for (const [place, { id }] of (await commandsOf()).entries()) {
    await current.db.command.update({
      where: { id },
      data: { state: ends[place] ?? "Done", answerStatus: ends[place] ?? null },
    });
  }
  expect(await readBulkJob(operator(), job.id)).toMatchObject({
    counts: { Done: 2, Failed: 2, LeftOut: 1, Waiting: 0 },
    retryable: 1,
    isOver: true,
  });
  expect(await retryBulkJob(operator(), job.id)).toMatchObject({ counts: { Waiting: 1, Failed: 1 }, isOver: false });
  await retryBulkJob(operator(), job.id);
  await sendBulkCommands(system());
  expect((await commandsOf()).map(({ station }) => station.identity)).toEqual(["B-1", "B-2", "B-3", "B-4", "B-2"]);
  expect((await listBulkRows(operator(), job.id, { outcome: "UnderWay" })).items).toMatchObject([
    { identity: "B-2", tries: 2 },
  ]);
  expect(await audited(current.db, `bulk:${job.id}`)).toEqual(["CreateBulkJob", "RetryBulkJob"]);
});

test("what the books refuse is told with its reason, and holds nobody else up", async () => {
  await fleet(3);
  const job = await createBulkJob(operator(), { command: RESTART, selection: all });
  await current.db.station.update({ where: { identity: "B-1" }, data: { isBlocked: true } });
  await current.db.station.update({ where: { identity: "B-2" }, data: { removedAt: T0 } });
  await sendBulkCommands(system());
  expect(await rowsOf(job)).toEqual([
    ["B-1", "Failed", "B-1 is blocked."],
    ["B-2", "Failed", "B-2 has been removed."],
    ["B-3", "UnderWay", null],
  ]);
});

test("stopping takes back what was not asked yet, and a retry takes it up again", async () => {
  await fleet(3);
  const job = await createBulkJob(operator(), { command: RESTART, selection: all, perSecond: 1 });
  await sendBulkCommands(system());
  expect(await stopBulkJob(operator(), job.id)).toMatchObject({ counts: { UnderWay: 1, Stopped: 2 }, retryable: 2 });
  await sendBulkCommands(system());
  expect(await commandsOf()).toHaveLength(1);
  await retryBulkJob(operator(), job.id);
  for (let second = 0; second < 3; second += 1) await sendBulkCommands(system());
  expect((await commandsOf()).map(({ station }) => station.identity)).toEqual(["B-1", "B-2", "B-3"]);
});

test("the same id is the same job; where there are others by now nothing is begun", async () => {
  await fleet(2);
  const wanted = { id: randomUUID(), command: RESTART, selection: all, expected: 2 };
  const job = await createBulkJob(operator(), wanted);
  await aStation(current.db, { ...connected, identity: "B-3" });
  expect(await createBulkJob(operator(), wanted)).toEqual(job);
  await expect(createBulkJob(current.as("operator", { id: "other" }), wanted)).rejects.toMatchObject({
    code: "Conflict",
  });
  await expect(createBulkJob(operator(), { ...wanted, id: randomUUID() })).rejects.toMatchObject({ code: "Conflict" });
  const none = { type: "Rows", ids: [9_999] } as const;
  await expect(createBulkJob(operator(), { command: RESTART, selection: none })).rejects.toMatchObject({
    code: "Invalid",
  });
  expect((await listBulkJobs(current.as("viewer"))).items).toMatchObject([{ id: job.id }]);
});

test("who may only look asks for nothing, stops nothing and retries nothing", async () => {
  await fleet(1);
  const viewer = current.as("viewer");
  await expect(createBulkJob(viewer, { command: RESTART, selection: all })).rejects.toMatchObject({
    code: "Forbidden",
  });
  const job = await createBulkJob(operator(), { command: RESTART, selection: all });
  await expect(stopBulkJob(viewer, job.id)).rejects.toMatchObject({ code: "Forbidden" });
  await expect(retryBulkJob(viewer, job.id)).rejects.toMatchObject({ code: "Forbidden" });
  await expect(readBulkJob(viewer, randomUUID())).rejects.toMatchObject({ code: "NotFound" });
});

test("an outcome in SQL is what the domain calls it, for every state", async () => {
  type States = { readonly state: BulkRowState; readonly command: CommandState | null };
  const states = BULK_ROW_STATES.flatMap((state): readonly States[] =>
    state === "Asked" ? COMMAND_STATES.map((command) => ({ state, command })) : [{ state, command: null }],
  );
  await fleet(states.length);
  const job = await createBulkJob(operator(), { command: RESTART, selection: all, perSecond: 50 });
  await sendBulkCommands(system());
  const expected = new Map<number, string>();
  for (const [place, { state, command }] of states.entries()) {
    const row = await current.db.bulkRow.update({ where: { jobId_place: { jobId: job.id, place } }, data: { state } });
    if (command === null) await current.db.command.delete({ where: { id: row.commandId } });
    else await current.db.command.update({ where: { id: row.commandId }, data: { state: command } });
    expected.set(place, outcomeOf(state, command));
  }
  const found = new Map<number, string>();
  for (const outcome of ["Waiting", "UnderWay", "Done", "Failed", "LeftOut", "Stopped"] as const) {
    const { items } = await listBulkRows(operator(), job.id, { outcome, limit: 200 });
    for (const { place } of items) found.set(place, outcome);
  }
  expect(found).toEqual(expected);
});
