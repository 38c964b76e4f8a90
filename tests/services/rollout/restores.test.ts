import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { keepLateResults } from "@/lib/services/rollout/late-results";
import { takeLead } from "@/lib/services/rollout/lead";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { restoreAvailability } from "@/lib/services/rollout/restore-availability";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget, NEW } from "./books-of-campaigns";

let books: Books;
let lead: number;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db, "gateway-1", new Date(T0.getTime() + 3_600_000));
});
beforeEach(async () => {
  lead = await takeLead(at(0), "engine");
});
afterAll(() => books.close());

const ACTOR = { kind: "system", id: "engine", name: "Kituo" } as const;
const at = (ms: number): ServiceContext => ({ db: books.db, now: () => new Date(T0.getTime() + ms), actor: ACTOR });

/** A station taken out of service for its update. */
async function drained(data: Partial<Station> = {}) {
  const station = await aTarget(books.db, data);
  const campaign = await aCampaign(books.db, { stations: [[station]] });
  const job = await books.db.firmwareJob.findFirstOrThrow({ where: { campaignId: campaign.id } });
  await books.db.firmwareJob.update({ where: { id: job.id }, data: { status: "Ready", readyAt: T0 } });
  await inTransaction(at(0), async (unit) => {
    await lockCampaign(unit.tx, campaign.id);
    const now = T0.getTime();
    const snapshot = await loadSnapshot(unit.tx, campaign.id, { now, locksCommands: false });
    const changes = [{ type: "Drain", jobId: job.id, stationId: station.id }] as const;
    await applyChanges(unit, { campaignId: campaign.id, snapshot, changes, actor: ACTOR, now });
  });
  return { station, campaign, job };
}
const obligations = (stationId: number) => books.db.restoreObligation.findMany({ where: { stationId } });
const availability = async (stationId: number) => {
  const rows = await books.db.command.findMany({
    where: { stationId, name: "ChangeAvailability" },
    orderBy: { number: "asc" },
  });
  return rows.map(({ request, state }) => [request, state]);
};
const asks = (operational: string, evse = 0) => ({ type: "ChangeAvailability", evse, operational });

describe("a station that is taken out of service for its update", () => {
  test("is owed to be put back, which is written with the command that takes it out", async () => {
    const { station, job } = await drained();
    expect(await obligations(station.id)).toMatchObject([
      { jobId: job.id, evse: 0, wanted: "Operative", dueAt: null, doneAt: null },
    ]);
    expect(await availability(station.id)).toEqual([[asks("Inoperative"), "Pending"]]);
  });

  test("keeps out of service what somebody else took out of it", async () => {
    const station = await aTarget(books.db);
    await books.db.evse.create({ data: { stationId: station.id, evse: 2 } });
    await books.db.connector.create({
      data: { stationId: station.id, evse: 2, connector: 1, status: "Unavailable", statusAt: T0, receivedAt: T0 },
    });
    const campaign = await aCampaign(books.db, { stations: [[station]] });
    const job = await books.db.firmwareJob.findFirstOrThrow({ where: { campaignId: campaign.id } });
    await books.db.firmwareJob.update({ where: { id: job.id }, data: { status: "Ready" } });
    await inTransaction(at(0), async (unit) => {
      const now = T0.getTime();
      const snapshot = await loadSnapshot(unit.tx, campaign.id, { now, locksCommands: false });
      const changes = [{ type: "Drain", jobId: job.id, stationId: station.id }] as const;
      await applyChanges(unit, { campaignId: campaign.id, snapshot, changes, actor: ACTOR, now });
    });
    expect(await availability(station.id)).toEqual([[asks("Inoperative", 1), "Pending"]]);
  });

  test("is put back whatever ended its job, is asked again when it refuses, and is done when it shows", async () => {
    const { station, job } = await drained();
    expect(await restoreAvailability(at(1_000), lead)).toBe(0);
    // A crash between the end of the job and whatever would have said that it is due.
    await books.db.firmwareJob.update({ where: { id: job.id }, data: { status: "Cancelled" } });
    expect(await restoreAvailability(at(2_000), lead)).toBe(1);
    expect(await restoreAvailability(at(3_000), lead)).toBe(0);
    const newest = async () => (await obligations(station.id))[0]?.commandId ?? "";
    await books.db.command.update({ where: { id: await newest() }, data: { state: "Rejected" } });
    expect(await restoreAvailability(at(30_000), lead)).toBe(0);
    expect(await restoreAvailability(at(63_000), lead)).toBe(1);
    await books.db.command.update({ where: { id: await newest() }, data: { state: "Done" } });
    expect(await restoreAvailability(at(64_000), lead)).toBe(0);
    expect((await obligations(station.id))[0]?.doneAt).not.toBeNull();
    expect(await availability(station.id)).toEqual([
      [asks("Inoperative"), "Pending"],
      [asks("Operative"), "Rejected"],
      [asks("Operative"), "Done"],
    ]);
  });

  test("is asked again to leave service where the command was lost, as long as its update is to come", async () => {
    const { station } = await drained();
    const lost = { state: "NoAnswer" as const, settledAt: T0 };
    await books.db.command.updateMany({ where: { stationId: station.id }, data: lost });
    expect(await restoreAvailability(at(30_000), lead)).toBe(0);
    expect(await restoreAvailability(at(61_000), lead)).toBe(1);
    expect(await restoreAvailability(at(62_000), lead)).toBe(0);
    expect(await availability(station.id)).toEqual([
      [asks("Inoperative"), "NoAnswer"],
      [asks("Inoperative"), "Pending"],
    ]);
    await books.db.command.updateMany({ where: { stationId: station.id }, data: { state: "Done" } });
    await books.db.connector.updateMany({ where: { stationId: station.id }, data: { status: "Unavailable" } });
    expect(await restoreAvailability(at(200_000), lead)).toBe(0);
  });

  test("waits for its station to come back, and is nobody's but the leader's", async () => {
    const { station, job } = await drained();
    await books.db.firmwareJob.update({ where: { id: job.id }, data: { status: "Failed" } });
    await books.db.station.update({ where: { id: station.id }, data: { gatewayId: null } });
    expect(await restoreAvailability(at(2_000), lead)).toBe(0);
    await books.db.station.update({ where: { id: station.id }, data: { gatewayId: "gateway-1" } });
    const older = lead;
    lead = await takeLead(at(2_500), "another");
    expect(await restoreAvailability(at(3_000), older)).toBe(0);
    expect(await restoreAvailability(at(3_000), lead)).toBe(1);
  });
});

describe("a station that was given up", () => {
  test("and comes back with the new version has recovered, which is kept and said once", async () => {
    const { station, campaign, job } = await drained();
    const given = { status: "Failed", reason: "Lost", finishedAt: T0 };
    await books.db.firmwareJob.update({ where: { id: job.id }, data: given });
    const booted = { bootedAt: new Date(T0.getTime() + 60_000), firmwareVersion: NEW };
    await books.db.station.update({ where: { id: station.id }, data: booted });
    await books.db.campaign.update({ where: { id: campaign.id }, data: { status: "Completed" } });
    expect(await keepLateResults(at(61_000), lead)).toBe(1);
    expect(await keepLateResults(at(62_000), lead)).toBe(0);
    expect(await books.db.firmwareJob.findUniqueOrThrow({ where: { id: job.id } })).toMatchObject({
      status: "Failed",
      lateOutcome: "Recovered",
      seenVersion: NEW,
    });
    const said = await books.db.campaignEvent.findMany({ where: { campaignId: campaign.id, type: "JobLate" } });
    expect(said).toMatchObject([{ jobId: job.id, to: "Recovered", cause: "LateSuccess" }]);
  });

  test("has not, where it runs another version, or ran the new one before", async () => {
    const { station, job } = await drained();
    await books.db.firmwareJob.update({ where: { id: job.id }, data: { status: "Failed", finishedAt: T0 } });
    const booted = { bootedAt: new Date(T0.getTime() + 60_000), firmwareVersion: "1.9.9" };
    await books.db.station.update({ where: { id: station.id }, data: booted });
    expect(await keepLateResults(at(61_000), lead)).toBe(0);
    const before = { bootedAt: new Date(T0.getTime() - 60_000), firmwareVersion: NEW };
    await books.db.station.update({ where: { id: station.id }, data: before });
    expect(await keepLateResults(at(62_000), lead)).toBe(0);
  });
});
