import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { creditJob } from "@/lib/services/campaigns/credit-job";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { listJobs } from "@/lib/services/campaigns/list-jobs";
import { overrideWave } from "@/lib/services/campaigns/override-wave";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { releaseGate } from "@/lib/services/campaigns/release-gate";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import { retryFailed } from "@/lib/services/campaigns/retry-failed";
import { rollBackCampaign } from "@/lib/services/campaigns/roll-back-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { letRolloutsGoOn, readRollouts, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { aGateway, announced, audited, type Books, openBooks, T0 } from "../books";
import { NEW, OLD } from "../rollout/books-of-campaigns";
import { aStoredRelease } from "./a-plan";
import { AT, campaignNow, ENGINE, engine, failed, held, jobsOf, revOf, running, scheduled } from "./a-running-campaign";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

describe("starting by hand", () => {
  test("lets an approved campaign begin, with its deadline", async () => {
    const { campaign } = await scheduled(books);
    const started = await startCampaign(books.as("approver"), campaign.id, { expectedRev: campaign.rev });
    expect(started).toMatchObject({
      status: "Running",
      startedAt: T0.toISOString(),
      deadlineAt: "2026-12-22T10:00:00.000Z",
    });
    expect(await audited(books.db, `campaign:${campaign.id}`)).toEqual([
      "CreateCampaign",
      "SubmitCampaign",
      "ApproveCampaign",
      "StartCampaign",
    ]);
  });

  test("is refused once the approval is over", async () => {
    const { campaign } = await scheduled(books);
    const late = books.as("approver", { now: new Date(AT + 7 * 86_400_000) });
    await expect(startCampaign(late, campaign.id, { expectedRev: campaign.rev })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("Its approval is over"),
    });
  });

  test("is refused when the image or the plan is no longer what was approved", async () => {
    const { campaign, release, jobs } = await scheduled(books);
    await books.db.firmwareJob.update({ where: { id: jobs[0]?.id ?? "" }, data: { waveIndex: 1, place: 9 } });
    const start = () => startCampaign(books.as("approver"), campaign.id, { expectedRev: campaign.rev });
    await expect(start()).rejects.toMatchObject({ code: "Conflict", field: "specHash" });
    await books.db.firmwareReleaseChunk.deleteMany({ where: { releaseId: release.id } });
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining("not the one that was verified") });
    expect((await campaignNow(books, campaign.id)).status).toBe("Scheduled");
  });
});

test("an approval that nobody made use of in time is void, and its campaign waits for another", async () => {
  const { campaign } = await scheduled(books);
  const lead = await takeLead(books.as("admin"), "gateway-1");
  const tick = async (now: Date) => {
    const ctx = { ...books.as("admin", { now }), actor: ENGINE };
    await tickCampaign(ctx, { campaignId: campaign.id, lead });
    return readCampaign(ctx, campaign.id);
  };
  expect((await tick(new Date(AT + 7 * 86_400_000 - 1))).status).toBe("Scheduled");
  const over = new Date(AT + 7 * 86_400_000);
  expect(await tick(over)).toMatchObject({
    status: "PendingApproval",
    approvals: [{ voidedAt: over.toISOString() }],
    totals: { total: 3 },
  });
});

describe("pausing", () => {
  test("takes back what has not been sent, in the same commit", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, [
      { type: "OpenAttempt", jobId: canary.id, n: 1, isSigned: false },
      { type: "Job", jobId: canary.id, set: { status: "Dispatching", attempts: 1 }, cause: "Slot" },
    ]);
    const paused = await pauseCampaign(books.as("operator"), id, { comment: "Storm" });
    expect(paused).toMatchObject({ status: "Paused", pauseCause: "Operator" });
    const attempt = await books.db.firmwareAttempt.findFirstOrThrow({ where: { jobId: canary.id } });
    const command = await books.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
    expect([command.state, attempt.outcome]).toEqual(["Revoked", "Revoked"]);
    expect((await jobsOf(books, id))[0]).toMatchObject({ status: "Ready" });
    const [entry] = (await listEvents(books.as("viewer"), id)).items.filter(({ type }) => type === "Ordered");
    expect(entry).toMatchObject({ cause: "Pause", data: { comment: "Storm" }, actor: "An operator" });
  });

  test("is not overtaken by the steps of stations, but by what happens to the campaign", async () => {
    const { id, canary } = await running(books);
    const seen = await revOf(books, id);
    await engine(books, id, [{ type: "Job", jobId: canary.id, set: { blockedBy: "Offline" }, cause: "Gate" }]);
    const paused = await pauseCampaign(books.as("operator"), id, seen);
    await expect(resumeCampaign(books.as("operator"), id, seen)).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(`is Paused (Operator) now, revision ${paused.rev}`),
    });
    await expect(pauseCampaign(books.as("operator"), id)).rejects.toMatchObject({ code: "Conflict" });
    expect(await resumeCampaign(books.as("operator"), id, { expectedRev: paused.rev })).toMatchObject({
      status: "Running",
    });
  });
});

describe("going on", () => {
  test("after stations were lost takes a comment and an approver who has no part in it", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, [
      ...failed(canary.id, "Lost"),
      {
        type: "Campaign",
        set: { status: "Paused", pauseCause: "LostLimit", pauseEvidence: { lost: 1 } },
        cause: "LostLimit",
      },
    ]);
    const seen = await revOf(books, id);
    const said = { ...seen, comment: "Seen on site" };
    await expect(resumeCampaign(books.as("operator"), id, said)).rejects.toMatchObject({ code: "Forbidden" });
    const own = books.as("approver", { id: "operator-engineer" });
    await expect(resumeCampaign(own, id, said)).rejects.toMatchObject({ code: "Forbidden" });
    await expect(resumeCampaign(books.as("approver"), id, seen)).rejects.toMatchObject({
      code: "Invalid",
      field: "comment",
    });
    expect((await readCampaign(books.as("operator"), id)).actions.resume).toBe(false);
    expect((await readCampaign(books.as("approver"), id)).actions.resume).toBe(true);
    expect(await resumeCampaign(books.as("approver"), id, said)).toMatchObject({ status: "Running" });
    expect(await books.db.campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ failBase: 1, lostBase: 1 });
  });

  test("past a held wave takes an override by an approver who has no part in it", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, [...failed(canary.id, "InstallFailed"), ...held("WaveHeld")]);
    const said = { ...(await revOf(books, id)), comment: "A bad cable" };
    await expect(resumeCampaign(books.as("operator"), id, said)).rejects.toMatchObject({
      message: expect.stringContaining("missed its rule"),
    });
    const own = books.as("approver", { id: "operator-engineer" });
    await expect(overrideWave(own, id, said)).rejects.toMatchObject({ code: "Forbidden" });
    const passed = await overrideWave(books.as("approver"), id, said);
    expect(passed).toMatchObject({
      status: "Running",
      waves: [{ status: "Soaking", overriddenAt: T0.toISOString() }, {}],
    });
  });

  test("opens the gate of the next wave, once", async () => {
    const { id } = await running(books);
    const opened = await releaseGate(books.as("operator"), id, await revOf(books, id));
    expect(opened.waves[1]).toMatchObject({ status: "Pending", releasedAt: T0.toISOString() });
    expect(opened.actions.release).toBe(false);
    await expect(releaseGate(books.as("operator"), id, await revOf(books, id))).rejects.toMatchObject({
      code: "Conflict",
    });
  });
});

describe("trying failed stations again", () => {
  test("gives them a new generation, and a held wave runs again", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, [...failed(canary.id, "InstallFailed"), ...held("WaveHeld")]);
    const before = await campaignNow(books, id);
    expect([before.waves[0]?.failed, before.actions.retryFailed]).toEqual([1, true]);
    const again = await retryFailed(books.as("operator"), id, { expectedRev: before.rev });
    expect(again).toMatchObject({
      status: "Paused",
      failures: [],
      waves: [{ status: "Running", failed: 0, total: 1 }, {}],
    });
    const [job] = (await listJobs(books.as("viewer"), id, { wave: 0 })).items;
    expect(job).toMatchObject({ generation: 2, status: "Ready", attempts: 0, fromVersion: OLD });
    const resumed = await resumeCampaign(books.as("operator"), id, { expectedRev: again.rev, comment: "New cable" });
    expect(resumed.status).toBe("Running");
    await expect(retryFailed(books.as("operator"), id, { expectedRev: resumed.rev })).rejects.toMatchObject({
      code: "Conflict",
    });
    expect(await checkJournal(books.as("viewer"), id)).toMatchObject({ isUnbroken: true });
  });

  test("does not leave room for failures that were accepted before", async () => {
    const { id, canary } = await running(books);
    await engine(books, id, failed(canary.id, "InstallFailed"));
    await books.db.campaign.update({ where: { id }, data: { failBase: 1 } });
    await retryFailed(books.as("operator"), id, await revOf(books, id));
    expect(await books.db.campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ failBase: 0 });
  });
});

test("a lost station that came back is taken out of the count by an approver, once, and its verdict stays", async () => {
  const { id, canary } = await running(books);
  await engine(books, id, failed(canary.id, "Lost"));
  const credit = async () =>
    creditJob(books.as("approver"), id, { ...(await revOf(books, id)), jobId: canary.id, comment: "It is there" });
  await expect(credit()).rejects.toMatchObject({ code: "Conflict" });
  await books.db.firmwareJob.update({ where: { id: canary.id }, data: { lateOutcome: "Recovered" } });
  expect((await credit()).waves[0]).toMatchObject({ failed: 1, lost: 0 });
  await expect(credit()).rejects.toMatchObject({ code: "Conflict" });
  expect((await listJobs(books.as("viewer"), id, { status: "Failed" })).items).toMatchObject([{ isCredited: true }]);
});

describe("aborting", () => {
  test("cancels what has not begun; what it says why is kept", async () => {
    const { id } = await running(books);
    const aborted = await abortCampaign(books.as("operator"), id, { comment: "Wrong image", policy: "LetFinish" });
    expect(aborted).toMatchObject({
      status: "Aborting",
      reason: "Wrong image",
      abortPolicy: "LetFinish",
      totals: { cancelled: 3 },
    });
    expect((await jobsOf(books, id)).map(({ status }) => status)).toEqual(["Cancelled", "Cancelled", "Cancelled"]);
  });

  test("is refused for a draft", async () => {
    const release = await aStoredRelease(books);
    const draft = await createCampaign(books.as("engineer"), { name: "D", releaseId: release.id });
    await expect(abortCampaign(books.as("operator"), draft.id)).rejects.toMatchObject({
      message: `AbortCampaign is not possible: D is Draft, revision 1.`,
    });
  });
});

test("the kill switch pauses what is running, and nothing is resumed or started until it is let go", async () => {
  const { id } = await running(books);
  const { campaign: waiting } = await scheduled(books);
  const admin = books.as("admin");
  expect(await stopRollouts(admin, { reason: "Bad news" })).toMatchObject({
    stoppedAt: T0.toISOString(),
    stoppedBy: "An admin",
    stopReason: "Bad news",
  });
  expect(await campaignNow(books, id)).toMatchObject({ status: "Paused", pauseCause: "KillSwitch", isKilled: true });
  expect(await announced(books.db)).toContainEqual(
    expect.objectContaining({ type: "RolloutsSwitched", isStopped: true }),
  );
  const said = { ...(await revOf(books, id)), comment: "Go" };
  await expect(resumeCampaign(admin, id, said)).rejects.toMatchObject({
    message: expect.stringContaining("stand still"),
  });
  await expect(startCampaign(admin, waiting.id, { expectedRev: waiting.rev })).rejects.toMatchObject({
    code: "Conflict",
  });
  await letRolloutsGoOn(admin);
  expect(await readRollouts(books.as("viewer"))).toMatchObject({ stoppedAt: null, stopReason: null });
  expect(await resumeCampaign(admin, id, said)).toMatchObject({ status: "Running", isKilled: false });
});

describe("rolling back", () => {
  async function updated() {
    const { id, canary, release } = await running(books);
    await engine(books, id, [
      { type: "Job", jobId: canary.id, set: { status: "Succeeded", seenVersion: NEW }, cause: "Healthy" },
    ]);
    const station = await books.db.station.update({ where: { id: canary.stationId }, data: { firmwareVersion: NEW } });
    return { id, release, station };
  }

  test("drafts a campaign for the stations that took it, to the release they had before", async () => {
    const { id, release, station } = await updated();
    const engineer = books.as("engineer");
    await expect(rollBackCampaign(engineer, id, {})).rejects.toMatchObject({ code: "Conflict", field: "releaseId" });
    const before = await aStoredRelease(books, { vendor: release.vendor, version: OLD, expectedVersion: OLD });
    await expect(rollBackCampaign(engineer, id, {})).rejects.toMatchObject({
      message: `The release ${OLD} does not allow a downgrade to it.`,
    });
    await books.db.firmwareRelease.update({ where: { id: before.id }, data: { allowDowngrade: true } });
    const draft = await rollBackCampaign(engineer, id, {});
    expect(draft).toMatchObject({
      status: "Draft",
      kind: "Rollback",
      rollbackOfId: id,
      isEmergency: false,
      release: { id: before.id },
    });
    expect(draft.spec.targets).toEqual({ identities: [station.identity] });
    await abortCampaign(books.as("operator"), id);
    const submitted = await submitCampaign(engineer, draft.id, { expectedRev: draft.rev });
    expect(submitted.totals.total).toBe(1);
  });

  test("at once is an approver's, with a reason, and still approved by another", async () => {
    const { id, release } = await updated();
    const before = { vendor: release.vendor, version: OLD, expectedVersion: OLD, allowDowngrade: true };
    await aStoredRelease(books, before);
    await expect(rollBackCampaign(books.as("approver"), id, { isEmergency: true })).rejects.toMatchObject({
      field: "reason",
    });
    const draft = await rollBackCampaign(books.as("approver"), id, { isEmergency: true, reason: "It burns" });
    expect(draft).toMatchObject({ isEmergency: true, reason: "It burns", createdBy: "An approver" });
    await abortCampaign(books.as("operator"), id);
    const { rev, specHash } = await submitCampaign(books.as("admin"), draft.id, { expectedRev: draft.rev });
    const own = { expectedRev: rev, specHash: specHash ?? "" };
    await expect(approveCampaign(books.as("approver"), draft.id, own)).rejects.toMatchObject({ code: "Forbidden" });
    expect(await approveCampaign(books.as("admin"), draft.id, own)).toMatchObject({ status: "Scheduled" });
  });
});
