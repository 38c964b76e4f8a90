import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget, OLD } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const ACTOR = { kind: "system", id: "engine", name: "Kituo" } as const;
const context = (ms = 0): ServiceContext => ({
  db: books.db,
  now: () => new Date(T0.getTime() + ms),
  actor: ACTOR,
});

async function apply(campaignId: string, changes: readonly CampaignChange[], ms = 0) {
  return inTransaction(context(ms), async (unit) => {
    await lockCampaign(unit.tx, campaignId);
    const now = T0.getTime() + ms;
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now, locksCommands: true });
    return applyChanges(unit, { campaignId, snapshot, changes, actor: ACTOR, now });
  });
}
const load = (campaignId: string, ms = 0, locksCommands = false) =>
  inTransaction(context(ms), ({ tx }) => loadSnapshot(tx, campaignId, { now: T0.getTime() + ms, locksCommands }));

/** A campaign of one station whose wave is open, and its job. */
async function opened() {
  const station = await aTarget(books.db);
  const campaign = await aCampaign(books.db, { stations: [[station]] });
  const job = await books.db.firmwareJob.findFirstOrThrow({ where: { campaignId: campaign.id } });
  await apply(campaign.id, [
    { type: "Wave", index: 0, set: { status: "Running", openedAt: T0.getTime() }, cause: "First" },
    { type: "Job", jobId: job.id, set: { status: "Ready", readyAt: T0.getTime() }, cause: "WaveOpened" },
  ]);
  return { station, campaign, job };
}
const dispatched = (jobId: string): readonly CampaignChange[] => [
  { type: "OpenAttempt", jobId, n: 1, isSigned: false },
  { type: "Job", jobId, set: { status: "Dispatching", attempts: 1, blockedBy: null }, cause: "Slot" },
];

describe("what a campaign is", () => {
  test("is read with the stations of its open jobs as they are", async () => {
    const { campaign, station, job } = await opened();
    const snapshot = await load(campaign.id);
    expect(snapshot.waves).toMatchObject([
      { index: 0, status: "Running", openedAt: T0.getTime(), total: 1, active: 0 },
    ]);
    expect(snapshot.jobs).toMatchObject([
      {
        id: job.id,
        status: "Ready",
        readyAt: T0.getTime(),
        attempt: null,
        ask: null,
        station: {
          id: station.id,
          isOnline: true,
          version: OLD,
          timeZone: "UTC",
          hasSession: false,
          connectors: [{ evse: 1, connector: 1, status: "Available", toldAt: T0.getTime() }],
          can: { tellsRequestId: false, waitsByItself: false, plainUpdate: null },
        },
      },
    ]);
  });
});

describe("what is decided", () => {
  test("opens an attempt with its command, its grant and what the station was like", async () => {
    const { campaign, station, job } = await opened();
    await apply(campaign.id, dispatched(job.id));
    const attempt = await books.db.firmwareAttempt.findFirstOrThrow({
      where: { jobId: job.id },
      include: { grant: true },
    });
    const command = await books.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
    expect(command).toMatchObject({ state: "Pending", name: "UpdateFirmware", stationId: station.id });
    expect(command.request).toMatchObject({ location: "/firmware/k1_2.0.0.bin", retries: 2 });
    expect(attempt).toMatchObject({ n: 1, closedAt: null, fromVersion: OLD, epochAtOpen: 1 });
    expect(attempt.before).toMatchObject({ version: OLD, connectors: [{ evse: 1, status: "Available" }] });
    expect(attempt.grant).toMatchObject({ secretHash: null, revokedAt: null });
    expect((await load(campaign.id)).jobs[0]?.attempt).toMatchObject({
      n: 1,
      command: { number: command.number, state: "Pending" },
    });
    expect((await load(campaign.id)).waves[0]).toMatchObject({ active: 1 });
  });

  test("is not open twice at one station", async () => {
    const { job, campaign } = await opened();
    await apply(campaign.id, dispatched(job.id));
    await expect(apply(campaign.id, [{ type: "OpenAttempt", jobId: job.id, n: 2, isSigned: false }])).rejects.toThrow(
      /Unique constraint/,
    );
  });
});
