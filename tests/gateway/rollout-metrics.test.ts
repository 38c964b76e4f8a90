import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { createMetrics, type Metrics } from "@/ocpp-gateway/metrics";
import { createRolloutEngine, type RolloutEngine } from "@/ocpp-gateway/runtime/rollout-engine";
import { aGateway, type Books, openBooks } from "../services/books";
import { aCampaign, aTarget } from "../services/rollout/books-of-campaigns";

/** The engine over books of its own, with a clock of its own: it is looked at round by round. */
let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

const ENGINE = { kind: "system", id: "engine", name: "Kituo" } as const;
const HOUR = 3_600_000;
let aheadMs = 0;
const now = (): Date => new Date(Date.now() + aheadMs);
const ctx = (): ServiceContext => ({ db: books.db, now, actor: ENGINE });

type Running = { readonly engine: RolloutEngine; readonly metrics: Metrics; readonly told: string[] };
let running: Running;

/** An engine that has just begun: it counts the jobs in its first round. */
function anEngine(): Running {
  const told: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void told.push(line) });
  const metrics = createMetrics();
  const engine = createRolloutEngine({
    ctx: ctx(),
    log,
    metrics,
    gatewayId: "gateway-1",
    tryLock: () => Promise.resolve(true),
    onAnnounced: () => undefined,
    onReady: () => undefined,
  });
  return { engine, metrics, told };
}

beforeEach(async () => {
  aheadMs = 0;
  await books.db.campaign.updateMany({ data: { status: "Completed" } });
  await aGateway(books.db, "gateway-1", new Date(Date.now() + 100 * HOUR));
  running = anEngine();
});

/** Lines of `/metrics` of this name and these labels, as "labels value". */
async function told(name: string): Promise<readonly string[]> {
  const text = await running.metrics.registry.metrics();
  return text
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => line.slice(name.length).trim());
}

const idOf = (target: { readonly id: number } | undefined): number => target?.id ?? 0;

/** A campaign that runs for real now, of stations that are waiting. */
async function underWay(stations: number) {
  const targets = [];
  for (let each = 0; each < stations; each += 1) targets.push(await aTarget(books.db, { model: "K1" }));
  const campaign = await aCampaign(books.db, { stations: [targets] });
  const deadlineAt = new Date(Date.now() + 100 * HOUR);
  const id = campaign.id;
  await books.db.campaign.update({ where: { id }, data: { startedAt: now(), approvedAt: now(), deadlineAt } });
  await books.db.campaignWave.updateMany({ where: { campaignId: id }, data: { status: "Running", openedAt: now() } });
  const jobs = await books.db.firmwareJob.findMany({ where: { campaignId: id }, orderBy: { place: "asc" } });
  return { id, jobs, targets };
}

/** Its update has gone out, and was accepted. */
async function inProgress(campaignId: string, jobId: string): Promise<void> {
  await inTransaction(ctx(), async (unit) => {
    const at = now().getTime();
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now: at, locksCommands: true });
    await applyChanges(unit, {
      campaignId,
      snapshot,
      changes: [
        { type: "OpenAttempt", jobId, n: 1, isSigned: false },
        { type: "Job", jobId, set: { status: "Dispatching", attempts: 1 }, cause: "Slot" },
      ],
      actor: ENGINE,
      now: at,
    });
  });
  const { id, commandId } = await books.db.firmwareAttempt.findFirstOrThrow({ where: { jobId } });
  const sent = { state: "Done", sentAt: now(), answeredAt: now() } as const;
  await books.db.command.update({ where: { id: commandId }, data: sent });
  await books.db.firmwareAttempt.update({ where: { id }, data: { phase: "Accepted", progressAt: now() } });
  await books.db.firmwareJob.update({ where: { id: jobId }, data: { status: "InProgress", phase: "Accepted" } });
}

test("jobs by campaign and status, those in flight and those whose fate is being found out", async () => {
  const { id, jobs } = await underWay(4);
  const [one, two, three] = jobs;
  for (const job of [one, two]) await inProgress(id, job?.id ?? "");
  await books.db.firmwareJob.update({ where: { id: two?.id ?? "" }, data: { status: "Reconciling" } });
  await books.db.firmwareAttempt.updateMany({ where: { jobId: two?.id ?? "" }, data: { reconcilingAt: now() } });
  const over = { status: "Skipped", reason: "AlreadyOnTarget", finishedAt: now() };
  await books.db.firmwareJob.update({ where: { id: three?.id ?? "" }, data: over });
  await running.engine.round();
  const lines = await told("kituo_fw_jobs");
  expect(lines).toContain(`{campaign="${id}",status="InProgress"} 1`);
  expect(lines).toContain(`{campaign="${id}",status="Reconciling"} 1`);
  expect(lines).toContain(`{campaign="${id}",status="Skipped"} 1`);
  expect(lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0)).toBe(4);
  expect(await told("kituo_fw_inflight")).toEqual(["2"]);
  expect(await told("kituo_fw_uncertain_commands")).toEqual(["1"]);
  expect(await told("kituo_fw_tick_seconds_count")).toEqual(["1"]);
});

test("how long it took to each phase, by model; and stations that did not come back", async () => {
  const { id, jobs, targets } = await underWay(2);
  for (const { id: jobId } of jobs) await inProgress(id, jobId);
  const [first, second] = targets;
  await books.db.stationReport.create({
    data: { stationId: idOf(first), kind: "Firmware", receivedAt: now(), status: "Downloading" },
  });
  const yesterday = new Date(Date.now() - 25 * HOUR);
  await books.db.station.update({
    where: { id: idOf(second) },
    data: { gatewayId: null, connectedAt: null, disconnectedAt: yesterday },
  });
  const ofSecond = { jobId: jobs[1]?.id ?? "" };
  const { commandId } = await books.db.firmwareAttempt.findFirstOrThrow({ where: ofSecond });
  await books.db.command.update({ where: { id: commandId }, data: { sentAt: yesterday, answeredAt: yesterday } });
  await books.db.firmwareAttempt.updateMany({ where: ofSecond, data: { openedAt: yesterday, progressAt: yesterday } });
  for (let round = 0; round < 3; round += 1) await running.engine.round();
  expect(await told("kituo_fw_attempt_seconds_count")).toContain('{phase="Downloading",model="K1"} 1');
  expect(await books.db.firmwareJob.findFirstOrThrow({ where: { id: jobs[1]?.id ?? "" } })).toMatchObject({
    status: "Failed",
    reason: "Lost",
  });
  expect(await told("kituo_fw_lost_total")).toEqual(["1"]);
  expect(await told("kituo_fw_tick_seconds_count")).toEqual(["3"]);
});

describe("a clock that cannot be believed", () => {
  test.each([
    ["ahead", 6_500],
    ["behind", -6_500],
  ])("%s by more than five seconds: nothing is begun, and it is said once; then it goes on", async (_, ms) => {
    const { id } = await underWay(1);
    aheadMs = ms;
    await running.engine.round();
    await running.engine.round();
    expect(await books.db.campaignEvent.count({ where: { campaignId: id } })).toBe(0);
    expect(await books.db.firmwareJob.count({ where: { campaignId: id, status: "Pending" } })).toBe(1);
    expect(await told("kituo_fw_tick_seconds_count")).toEqual(["0"]);
    const words = "this clock and the database's differ too much: campaigns stand still";
    expect(running.told.filter((line) => line.includes(words))).toHaveLength(1);
    aheadMs = 0;
    await running.engine.round();
    expect(running.told.filter((line) => line.includes("the clock is right again"))).toHaveLength(1);
    expect(await books.db.firmwareJob.count({ where: { campaignId: id, status: "Pending" } })).toBe(0);
  });

  test("a difference that everybody has changes nothing", async () => {
    const { id } = await underWay(1);
    aheadMs = 3_000;
    await running.engine.round();
    expect(await books.db.firmwareJob.count({ where: { campaignId: id, status: "Pending" } })).toBe(0);
  });
});
