import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import { claimNextCommand } from "@/lib/services/commands/claim-commands";
import { requestCommand } from "@/lib/services/commands/request-command";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aCampaign, aTarget } from "./books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const ACTOR = { kind: "system", id: "engine", name: "Kituo" } as const;
const NOW = T0.getTime();
const ctx = (): ServiceContext => ({ db: books.db, now: () => T0, actor: ACTOR });
const RACES = 200;

/** Ready jobs of an open wave, one station each. */
async function running(count: number) {
  const stations = await Promise.all(Array.from({ length: count }, () => aTarget(books.db)));
  const campaign = await aCampaign(books.db, { stations: [stations] });
  await books.db.campaignWave.updateMany({ where: { campaignId: campaign.id }, data: { status: "Running" } });
  await books.db.firmwareJob.updateMany({ where: { campaignId: campaign.id }, data: { status: "Ready", readyAt: T0 } });
  const jobs = await books.db.firmwareJob.findMany({ where: { campaignId: campaign.id }, include: { station: true } });
  return { campaign, jobs };
}

/** What the engine does with a free place, while the campaign runs. */
async function dispatch(campaignId: string, jobId: string): Promise<void> {
  await inTransaction(ctx(), async (unit) => {
    const campaign = await lockCampaign(unit.tx, campaignId);
    if (campaign.status !== "Running") return;
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now: NOW, locksCommands: false });
    if (snapshot.jobs.find((job) => job.id === jobId)?.status !== "Ready") return;
    const changes: readonly CampaignChange[] = [
      { type: "OpenAttempt", jobId, n: 1, isSigned: false },
      { type: "Job", jobId, set: { status: "Dispatching", attempts: 1 }, cause: "Slot" },
    ];
    await applyChanges(unit, { campaignId, snapshot, changes, actor: ACTOR, now: NOW });
  });
}

/** What an abort does: everything unsent is taken back with it. */
async function abort(campaignId: string): Promise<void> {
  await inTransaction(ctx(), async (unit) => {
    await lockCampaign(unit.tx, campaignId);
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now: NOW, locksCommands: true });
    const unsent = snapshot.jobs.filter(({ attempt }) => attempt?.command.state === "Pending");
    const changes: readonly CampaignChange[] = [
      { type: "Campaign", set: { status: "Aborting" }, cause: "Abort" },
      ...unsent.flatMap(({ id, attempt }): readonly CampaignChange[] => [
        { type: "RevokeCommand", commandId: attempt?.command.id ?? "" },
        { type: "CloseAttempt", attemptId: attempt?.id ?? "", outcome: "Revoked" },
        { type: "Job", jobId: id, set: { status: "Cancelled", reason: "Aborted" }, cause: "Abort" },
      ]),
      ...snapshot.jobs
        .filter(({ status }) => status === "Ready")
        .map(
          ({ id }): CampaignChange => ({
            type: "Job",
            jobId: id,
            set: { status: "Cancelled", reason: "Aborted" },
            cause: "Abort",
          }),
        ),
    ];
    await applyChanges(unit, { campaignId, snapshot, changes, actor: ACTOR, now: NOW });
  });
}

const claim = (station: { id: number; identity: string }) =>
  claimNextCommand(ctx(), {
    stationId: station.id,
    identity: station.identity,
    epoch: 1,
    filesUrl: "http://kituo.example:9220",
  });

describe("an abort, a dispatch and a claim at once", () => {
  test(`leave nothing unsent and nothing half: ${RACES} races`, { timeout: 300_000 }, async () => {
    const outcomes = { sent: 0, revoked: 0, neverOrdered: 0 };
    for (let race = 0; race < RACES; race += 1) {
      const { campaign, jobs } = await running(2);
      const [ready, open] = jobs;
      if (ready === undefined || open === undefined) throw new Error("two jobs were made");
      // One is ordered and being claimed, one is being ordered.
      await dispatch(campaign.id, open.id);
      const order = [() => abort(campaign.id), () => dispatch(campaign.id, ready.id), () => claim(open.station)];
      await Promise.all(
        order
          .slice(race % 3)
          .concat(order.slice(0, race % 3))
          .map((act) => act()),
      );
      await claim(ready.station);
      await claim(open.station);

      const after = await books.db.firmwareJob.findMany({
        where: { campaignId: campaign.id },
        include: { firmwareAttempts: true },
      });
      for (const job of after) {
        const [attempt] = job.firmwareAttempts;
        if (attempt === undefined) {
          expect(job.status).toBe("Cancelled");
          outcomes.neverOrdered += 1;
          continue;
        }
        const command = await books.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
        const isSent = command.state === "Sent";
        // Sent: the attempt goes on. Taken back: the attempt is closed, and its job is over.
        expect([command.state, attempt.outcome, job.status]).toEqual(
          isSent ? ["Sent", null, "Dispatching"] : ["Revoked", "Revoked", "Cancelled"],
        );
        outcomes[isSent ? "sent" : "revoked"] += 1;
      }
    }
    // Each of them came about: the races were races.
    expect(Math.min(outcomes.sent, outcomes.revoked, outcomes.neverOrdered)).toBeGreaterThan(0);
  });
});

describe("a claim", () => {
  test("gives the address its host and its secret, and keeps no more of it than its hash", async () => {
    const { campaign, jobs } = await running(1);
    const [job] = jobs;
    if (job === undefined) throw new Error("a job was made");
    await dispatch(campaign.id, job.id);
    const claimed = await claim(job.station);
    expect(claimed?.update).toEqual({ waitsForIdle: true });
    expect(claimed?.command).toMatchObject({
      type: "UpdateFirmware",
      location: expect.stringMatching(/^http:\/\/kituo\.example:9220\/firmware\/[\w-]{43}\/k1_2\.0\.0\.bin$/),
    });
    const attempt = await books.db.firmwareAttempt.findFirstOrThrow({
      where: { jobId: job.id },
      include: { grant: true },
    });
    expect(attempt.grant?.secretHash).toMatch(/^[0-9a-f]{64}$/);
    const stored = await books.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
    expect(stored.request).toMatchObject({ location: "/firmware/k1_2.0.0.bin" });
  });

  test("takes no update of a campaign that does not run, nor of any while all of them are stopped", async () => {
    const { campaign, jobs } = await running(1);
    const [job] = jobs;
    if (job === undefined) throw new Error("a job was made");
    await dispatch(campaign.id, job.id);
    await books.db.rolloutEngine.update({ where: { id: 1 }, data: { stoppedAt: T0 } });
    expect(await claim(job.station)).toBeNull();
    await books.db.rolloutEngine.update({ where: { id: 1 }, data: { stoppedAt: null } });
    await books.db.campaign.update({ where: { id: campaign.id }, data: { status: "Paused" } });
    expect(await claim(job.station)).toBeNull();
    await books.db.campaign.update({ where: { id: campaign.id }, data: { status: "Running" } });
    expect(await claim(job.station)).not.toBeNull();
  });
});

describe("an update by hand", () => {
  const byHand = (identity: string) =>
    requestCommand(books.as("admin"), {
      identity,
      command: { type: "UpdateFirmware", location: "https://x.example/fw.bin", retrieveAt: T0.toISOString() },
    });

  test("is refused while a campaign updates the station, whose other commands go on", async () => {
    const { campaign, jobs } = await running(1);
    const [job] = jobs;
    if (job === undefined) throw new Error("a job was made");
    await dispatch(campaign.id, job.id);
    const { identity } = job.station;
    await expect(byHand(identity)).rejects.toMatchObject({ code: "Conflict" });
    const raw = { type: "Raw", action: "UpdateFirmware", payload: {} } as const;
    await expect(requestCommand(books.as("admin"), { identity, command: raw })).rejects.toMatchObject({
      code: "Conflict",
    });
    await expect(
      requestCommand(books.as("admin"), { identity, command: { type: "Reset", when: "Now" } }),
    ).resolves.toMatchObject({ state: "Pending" });
  });

  test("and one of a campaign never run at once, whichever is first", { timeout: 60_000 }, async () => {
    const first = { hand: 0, campaign: 0 };
    for (let race = 0; race < 60; race += 1) {
      const { campaign, jobs } = await running(1);
      const [job] = jobs;
      if (job === undefined) throw new Error("a job was made");
      const dispatched = dispatch(campaign.id, job.id);
      // The campaign's way is longer: so the one comes now before and now after the other.
      await setTimeout(race % 30);
      await byHand(job.station.identity).catch((error: unknown) => expect(error).toMatchObject({ code: "Conflict" }));
      await dispatched;
      const open = await books.db.firmwareAttempt.count({ where: { stationId: job.stationId, closedAt: null } });
      const asked = await books.db.command.count({
        where: { stationId: job.stationId, name: "UpdateFirmware", requestedByKind: "operator" },
      });
      expect(open + asked).toBe(1);
      first[open === 1 ? "campaign" : "hand"] += 1;
    }
    expect(Math.min(first.hand, first.campaign)).toBeGreaterThan(0);
  });
});
