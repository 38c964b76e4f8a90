import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { ROLES, type Role } from "@/lib/domain/permissions";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { cloneCampaign } from "@/lib/services/campaigns/clone-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { creditJob } from "@/lib/services/campaigns/credit-job";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { listJobs } from "@/lib/services/campaigns/list-jobs";
import { overrideWave } from "@/lib/services/campaigns/override-wave";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { reportRows } from "@/lib/services/campaigns/read-report";
import { rejectCampaign } from "@/lib/services/campaigns/reject-campaign";
import { releaseGate } from "@/lib/services/campaigns/release-gate";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import { retryFailed } from "@/lib/services/campaigns/retry-failed";
import { rollBackCampaign } from "@/lib/services/campaigns/roll-back-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { updateCampaign } from "@/lib/services/campaigns/update-campaign";
import { withdrawCampaign } from "@/lib/services/campaigns/withdraw-campaign";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { letRolloutsGoOn, readRollouts, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { takeLead } from "@/lib/services/rollout/lead";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { lockUpdates, readUpdateLock, unlockUpdates } from "@/lib/services/stations/lock-updates";
import { aGateway, announced, aStation, audited, type Books, openBooks, T0 } from "../books";
import { aTarget, NEW, OLD } from "../rollout/books-of-campaigns";
import { anApproved, aStoredRelease, hashOf, SPEC } from "./a-plan";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const NOBODY = "00000000-0000-4000-8000-000000000000";
const order = { expectedRev: 1 };
const explained = { ...order, comment: "Because" };

/** Every verb and who may use it; all others are told that they may not, before anything is looked at. */
const VERBS: readonly (readonly [string, readonly Role[], (ctx: ServiceContext) => Promise<unknown>])[] = [
  ["create", ["engineer", "admin"], (ctx) => createCampaign(ctx, { name: "N", releaseId: NOBODY })],
  ["update", ["engineer", "admin"], (ctx) => updateCampaign(ctx, NOBODY, { ...order, name: "N" })],
  ["submit", ["engineer", "admin"], (ctx) => submitCampaign(ctx, NOBODY, order)],
  ["withdraw", ["engineer", "admin"], (ctx) => withdrawCampaign(ctx, NOBODY, order)],
  ["clone", ["engineer", "admin"], (ctx) => cloneCampaign(ctx, NOBODY)],
  ["roll back", ["engineer", "admin"], (ctx) => rollBackCampaign(ctx, NOBODY, {})],
  [
    "roll back at once",
    ["approver", "admin"],
    (ctx) => rollBackCampaign(ctx, NOBODY, { isEmergency: true, reason: "R" }),
  ],
  ["approve", ["approver", "admin"], (ctx) => approveCampaign(ctx, NOBODY, { ...order, specHash: "a".repeat(64) })],
  ["reject", ["approver", "admin"], (ctx) => rejectCampaign(ctx, NOBODY, explained)],
  ["start", ["approver", "admin"], (ctx) => startCampaign(ctx, NOBODY, order)],
  ["override", ["approver", "admin"], (ctx) => overrideWave(ctx, NOBODY, explained)],
  ["credit", ["approver", "admin"], (ctx) => creditJob(ctx, NOBODY, { ...explained, jobId: NOBODY })],
  ["pause", ["operator", "engineer", "approver", "admin"], (ctx) => pauseCampaign(ctx, NOBODY)],
  ["resume", ["operator", "engineer", "approver", "admin"], (ctx) => resumeCampaign(ctx, NOBODY, order)],
  ["release", ["operator", "engineer", "approver", "admin"], (ctx) => releaseGate(ctx, NOBODY, order)],
  ["retry", ["operator", "engineer", "approver", "admin"], (ctx) => retryFailed(ctx, NOBODY, order)],
  ["abort", ["operator", "engineer", "approver", "admin"], (ctx) => abortCampaign(ctx, NOBODY)],
  ["lock", ["operator", "engineer", "approver", "admin"], (ctx) => lockUpdates(ctx, "NOBODY", { reason: "R" })],
  ["unlock", ["operator", "engineer", "approver", "admin"], (ctx) => unlockUpdates(ctx, "NOBODY")],
  ["read", ROLES, (ctx) => readCampaign(ctx, NOBODY)],
  ["jobs", ROLES, (ctx) => listJobs(ctx, NOBODY)],
  ["events", ROLES, (ctx) => listEvents(ctx, NOBODY)],
  ["report", ROLES, (ctx) => reportRows(ctx, NOBODY)],
  ["journal check", ROLES, (ctx) => checkJournal(ctx, NOBODY)],
  ["preview", ROLES, (ctx) => previewCampaign(ctx, { releaseId: NOBODY })],
];

test.each(VERBS)("who may: %s", async (_, allowed, act) => {
  for (const role of ROLES) {
    const code = await act(books.as(role)).then(
      () => "Done",
      (error: unknown) => (error as { code?: string }).code,
    );
    expect([role, code === "Forbidden"]).toEqual([role, !allowed.includes(role)]);
  }
});

test("only an administrator stops all rollouts, or lets them go on", async () => {
  for (const role of ROLES.filter((each) => each !== "admin")) {
    await expect(stopRollouts(books.as(role), { reason: "R" })).rejects.toMatchObject({ code: "Forbidden" });
    await expect(letRolloutsGoOn(books.as(role))).rejects.toMatchObject({ code: "Forbidden" });
  }
});

const AT = T0.getTime();
const ENGINE = { kind: "system", id: "engine", name: "Kituo" } as const;

/** Does what the engine would. */
async function engine(campaignId: string, changes: readonly CampaignChange[]): Promise<void> {
  const ctx = { ...books.as("admin"), actor: ENGINE };
  await inTransaction(ctx, async (unit) => {
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now: AT, locksCommands: true });
    await applyChanges(unit, { campaignId, snapshot, changes, actor: ENGINE, now: AT });
  });
}

/** An approved campaign of three stations: a canary of one, and the rest behind a manual gate. */
async function scheduled() {
  const release = await aStoredRelease(books);
  for (let each = 0; each < 3; each += 1) await aTarget(books.db, { vendor: release.vendor });
  const campaign = await anApproved(books, release);
  const jobs = await jobsOf(campaign.id);
  return { release, campaign, jobs };
}

const jobsOf = (campaignId: string) =>
  books.db.firmwareJob.findMany({
    where: { campaignId },
    orderBy: [{ generation: "asc" }, { waveIndex: "asc" }, { place: "asc" }],
  });

/** The same, started, with its first wave open. */
async function running() {
  const { campaign, jobs, release } = await scheduled();
  const started = await startCampaign(books.as("approver"), campaign.id, { expectedRev: campaign.rev });
  const [canary] = jobs;
  if (canary === undefined) throw new Error("a campaign has a canary");
  await engine(campaign.id, [
    { type: "Wave", index: 0, set: { status: "Running", openedAt: AT }, cause: "First" },
    { type: "Job", jobId: canary.id, set: { status: "Ready", readyAt: AT }, cause: "WaveOpened" },
  ]);
  return { id: started.id, canary, jobs, release };
}

const now = (id: string): Promise<CampaignView> => readCampaign(books.as("admin"), id);
const revOf = async (id: string): Promise<{ expectedRev: number }> => ({ expectedRev: (await now(id)).rev });

const failed = (jobId: string, reason: "InstallFailed" | "Lost"): readonly CampaignChange[] => [
  { type: "Job", jobId, set: { status: "Failed", reason }, cause: reason },
];
const held = (pauseCause: "WaveHeld" | "LostLimit"): readonly CampaignChange[] => [
  { type: "Wave", index: 0, set: { status: "Held", verdict: { success: 0 } }, cause: "RuleMissed" },
  { type: "Campaign", set: { status: "Paused", pauseCause, pauseEvidence: { failed: 1 } }, cause: pauseCause },
];

describe("starting by hand", () => {
  test("lets an approved campaign begin, with its deadline", async () => {
    const { campaign } = await scheduled();
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
    const { campaign } = await scheduled();
    const late = books.as("approver", { now: new Date(AT + 7 * 86_400_000) });
    await expect(startCampaign(late, campaign.id, { expectedRev: campaign.rev })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("Its approval is over"),
    });
  });

  test("is refused when the image or the plan is no longer what was approved", async () => {
    const { campaign, release, jobs } = await scheduled();
    await books.db.firmwareJob.update({ where: { id: jobs[0]?.id ?? "" }, data: { waveIndex: 1, place: 9 } });
    const start = () => startCampaign(books.as("approver"), campaign.id, { expectedRev: campaign.rev });
    await expect(start()).rejects.toMatchObject({ code: "Conflict", field: "specHash" });
    await books.db.firmwareReleaseChunk.deleteMany({ where: { releaseId: release.id } });
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining("not the one that was verified") });
    expect((await now(campaign.id)).status).toBe("Scheduled");
  });
});

test("an approval that nobody made use of in time is void, and its campaign waits for another", async () => {
  const { campaign } = await scheduled();
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
    const { id, canary } = await running();
    await engine(id, [
      { type: "OpenAttempt", jobId: canary.id, n: 1, isSigned: false },
      { type: "Job", jobId: canary.id, set: { status: "Dispatching", attempts: 1 }, cause: "Slot" },
    ]);
    const paused = await pauseCampaign(books.as("operator"), id, { comment: "Storm" });
    expect(paused).toMatchObject({ status: "Paused", pauseCause: "Operator" });
    const attempt = await books.db.firmwareAttempt.findFirstOrThrow({ where: { jobId: canary.id } });
    const command = await books.db.command.findUniqueOrThrow({ where: { id: attempt.commandId } });
    expect([command.state, attempt.outcome]).toEqual(["Revoked", "Revoked"]);
    expect((await jobsOf(id))[0]).toMatchObject({ status: "Ready" });
    const [entry] = (await listEvents(books.as("viewer"), id)).items.filter(({ type }) => type === "Ordered");
    expect(entry).toMatchObject({ cause: "Pause", data: { comment: "Storm" }, actor: "An operator" });
  });

  test("is not overtaken by the steps of stations, but by what happens to the campaign", async () => {
    const { id, canary } = await running();
    const seen = await revOf(id);
    await engine(id, [{ type: "Job", jobId: canary.id, set: { blockedBy: "Offline" }, cause: "Gate" }]);
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
    const { id, canary } = await running();
    await engine(id, [
      ...failed(canary.id, "Lost"),
      {
        type: "Campaign",
        set: { status: "Paused", pauseCause: "LostLimit", pauseEvidence: { lost: 1 } },
        cause: "LostLimit",
      },
    ]);
    const seen = await revOf(id);
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
    const { id, canary } = await running();
    await engine(id, [...failed(canary.id, "InstallFailed"), ...held("WaveHeld")]);
    const said = { ...(await revOf(id)), comment: "A bad cable" };
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
    const { id } = await running();
    const opened = await releaseGate(books.as("operator"), id, await revOf(id));
    expect(opened.waves[1]).toMatchObject({ status: "Pending", releasedAt: T0.toISOString() });
    expect(opened.actions.release).toBe(false);
    await expect(releaseGate(books.as("operator"), id, await revOf(id))).rejects.toMatchObject({ code: "Conflict" });
  });
});

describe("trying failed stations again", () => {
  test("gives them a new generation, and a held wave runs again", async () => {
    const { id, canary } = await running();
    await engine(id, [...failed(canary.id, "InstallFailed"), ...held("WaveHeld")]);
    const before = await now(id);
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
    const { id, canary } = await running();
    await engine(id, failed(canary.id, "InstallFailed"));
    await books.db.campaign.update({ where: { id }, data: { failBase: 1 } });
    await retryFailed(books.as("operator"), id, await revOf(id));
    expect(await books.db.campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ failBase: 0 });
  });
});

test("a lost station that came back is taken out of the count by an approver, once, and its verdict stays", async () => {
  const { id, canary } = await running();
  await engine(id, failed(canary.id, "Lost"));
  const credit = async () =>
    creditJob(books.as("approver"), id, { ...(await revOf(id)), jobId: canary.id, comment: "It is there" });
  await expect(credit()).rejects.toMatchObject({ code: "Conflict" });
  await books.db.firmwareJob.update({ where: { id: canary.id }, data: { lateOutcome: "Recovered" } });
  expect((await credit()).waves[0]).toMatchObject({ failed: 1, lost: 0 });
  await expect(credit()).rejects.toMatchObject({ code: "Conflict" });
  expect((await listJobs(books.as("viewer"), id, { status: "Failed" })).items).toMatchObject([{ isCredited: true }]);
});

describe("aborting", () => {
  test("cancels what has not begun; what it says why is kept", async () => {
    const { id } = await running();
    const aborted = await abortCampaign(books.as("operator"), id, { comment: "Wrong image", policy: "LetFinish" });
    expect(aborted).toMatchObject({
      status: "Aborting",
      reason: "Wrong image",
      abortPolicy: "LetFinish",
      totals: { cancelled: 3 },
    });
    expect((await jobsOf(id)).map(({ status }) => status)).toEqual(["Cancelled", "Cancelled", "Cancelled"]);
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
  const { id } = await running();
  const { campaign: waiting } = await scheduled();
  const admin = books.as("admin");
  expect(await stopRollouts(admin, { reason: "Bad news" })).toMatchObject({
    stoppedAt: T0.toISOString(),
    stoppedBy: "An admin",
    stopReason: "Bad news",
  });
  expect(await now(id)).toMatchObject({ status: "Paused", pauseCause: "KillSwitch", isKilled: true });
  expect(await announced(books.db)).toContainEqual(
    expect.objectContaining({ type: "RolloutsSwitched", isStopped: true }),
  );
  const said = { ...(await revOf(id)), comment: "Go" };
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
    const { id, canary, release } = await running();
    await engine(id, [
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

describe("the journal", () => {
  test("leads to what is stored, and is only ever added to", async () => {
    const { id } = await running();
    await pauseCampaign(books.as("operator"), id);
    const checked = await checkJournal(books.as("viewer"), id);
    expect(checked).toEqual({ entries: expect.any(Number), isUnbroken: true, brokenAt: null });
    const events = await listEvents(books.as("viewer"), id, { limit: 3 });
    expect(events.items.map(({ seq }) => seq)).toEqual([checked.entries, checked.entries - 1, checked.entries - 2]);
    const older = await listEvents(books.as("viewer"), id, { limit: 200, cursor: events.nextCursor ?? "" });
    expect(older.items.at(-1)).toMatchObject({ seq: 1, to: "Draft", cause: "Created", actor: "An engineer" });
    await expect(
      books.db.campaignEvent.updateMany({ where: { campaignId: id }, data: { cause: "x" } }),
    ).rejects.toThrow(/only ever added to/);
    await expect(books.db.campaignEvent.deleteMany({ where: { campaignId: id } })).rejects.toThrow(
      /only ever added to/,
    );
  });

  test.each([
    [
      "an entry that was changed",
      (id: string) =>
        books.db.$executeRaw`UPDATE campaign_event SET actor = 'Nobody' WHERE campaign_id = ${id}::uuid AND seq = 2`,
      2,
    ],
    [
      "an entry that was taken out",
      (id: string) => books.db.$executeRaw`DELETE FROM campaign_event WHERE campaign_id = ${id}::uuid AND seq = 3`,
      3,
    ],
    [
      "a station's state that no entry leads to",
      (id: string) =>
        books.db
          .$executeRaw`UPDATE firmware_job SET status = 'Succeeded' WHERE campaign_id = ${id}::uuid AND wave_index = 0`,
      "end",
    ],
    [
      "a campaign's state that no entry leads to",
      (id: string) => books.db.$executeRaw`UPDATE campaign SET status = 'Completed' WHERE id = ${id}::uuid`,
      "end",
    ],
  ] as const)("shows %s", async (_, tamper, at) => {
    const { id } = await running();
    const { entries } = await checkJournal(books.as("viewer"), id);
    await books.db.$executeRaw`ALTER TABLE campaign_event DISABLE TRIGGER USER`;
    await tamper(id);
    await books.db.$executeRaw`ALTER TABLE campaign_event ENABLE TRIGGER USER`;
    const found = await checkJournal(books.as("viewer"), id);
    expect([found.isUnbroken, found.brokenAt]).toEqual([false, at === "end" ? entries + 1 : at]);
  });
});

describe("what is told of stations", () => {
  test("is filtered, searched and read page by page", async () => {
    const { id, canary } = await running();
    const viewer = books.as("viewer");
    const { identity } = await books.db.station.update({
      where: { id: canary.stationId },
      data: { name: "By the gate" },
    });
    await engine(id, [{ type: "Job", jobId: canary.id, set: { blockedBy: "Offline" }, cause: "Gate" }]);
    const names = async (input: Parameters<typeof listJobs>[2]) =>
      (await listJobs(viewer, id, input)).items.map((job) => job.identity);
    expect(await names({ blockedBy: "Offline" })).toEqual([identity]);
    expect(await names({ search: "the GATE" })).toEqual([identity]);
    expect(await names({ search: identity.toLowerCase() })).toEqual([identity]);
    expect(await names({ status: "waiting" })).toHaveLength(3);
    expect(await names({ status: "active" })).toEqual([]);
    expect(await names({ wave: 1 })).toHaveLength(2);
    const first = await listJobs(viewer, id, { limit: 2 });
    const second = await listJobs(viewer, id, { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map((job) => job.identity)).toEqual(await names({}));
    expect((await now(id)).waiting).toEqual([{ blockedBy: "Offline", jobs: 1 }]);
  });

  test("is a report with a row for each of them", async () => {
    const { id, canary } = await running();
    await engine(id, failed(canary.id, "InstallFailed"));
    const rows = [];
    for await (const batch of await reportRows(books.as("viewer"), id)) rows.push(...batch);
    expect(rows.map(({ wave, status, reason }) => [wave, status, reason])).toEqual([
      ["Canary", "Failed", "InstallFailed"],
      ["Rest", "Pending", null],
      ["Rest", "Pending", null],
    ]);
  });
});

test("a station is locked against updates until its time is over, or the lock is taken away", async () => {
  const { identity } = await aStation(books.db);
  const operator = books.as("operator");
  const until = new Date(AT + 3_600_000);
  const locked = await lockUpdates(operator, identity, { reason: "Race day", until: until.toISOString() });
  expect(locked).toEqual({
    identity,
    reason: "Race day",
    by: "An operator",
    at: T0.toISOString(),
    until: until.toISOString(),
  });
  expect(await readUpdateLock(books.as("viewer"), identity)).toEqual(locked);
  expect(await readUpdateLock(books.as("viewer", { now: until }), identity)).toBeNull();
  await expect(lockUpdates(operator, identity, { reason: "R", until: T0.toISOString() })).rejects.toMatchObject({
    field: "until",
  });
  await unlockUpdates(operator, identity);
  await unlockUpdates(operator, identity);
  expect(await readUpdateLock(books.as("viewer"), identity)).toBeNull();
  expect(await audited(books.db, `station:${identity}`)).toEqual(["LockUpdates", "UnlockUpdates"]);
});

test("ten thousand stations are previewed, handed in and approved", async () => {
  const own = await openBooks();
  const release = await aStoredRelease(own);
  await own.db.$executeRaw`INSERT INTO site (name, time_zone, created_at)
    SELECT 'S' || n, (ARRAY['Africa/Nairobi', 'Europe/Berlin', 'America/New_York'])[1 + n % 3], now() FROM generate_series(1, 500) n`;
  await own.db
    .$executeRaw`INSERT INTO station (identity, identity_key, security_profile, vendor, model, firmware_version, booted_at, ocpp_version, site_id)
    SELECT 'BIG-' || n, 'big-' || n, 0, ${release.vendor}, 'K1', '1.0.' || n % 4, now(), 'ocpp1.6', (SELECT min(id) FROM site) + n % 500
    FROM generate_series(1, 10000) n`;
  const draft = await createCampaign(own.as("engineer"), {
    name: "Big",
    releaseId: release.id,
    spec: { waves: SPEC.waves ?? [], deadlineSeconds: 365 * 86_400 },
  });
  const begun = performance.now();
  const preview = await previewCampaign(own.as("viewer"), {
    releaseId: release.id,
    spec: draft.spec,
    campaignId: draft.id,
  });
  const previewed = performance.now();
  const submitted = await submitCampaign(own.as("engineer"), draft.id, { expectedRev: draft.rev });
  const done = performance.now();
  const approved = await approveCampaign(own.as("approver"), draft.id, {
    expectedRev: submitted.rev,
    specHash: hashOf(submitted),
  });
  const told = [previewed - begun, done - previewed, performance.now() - done].map(Math.round);
  process.stdout.write(`10,000 stations: preview ${told[0]} ms, submit ${told[1]} ms, approve ${told[2]} ms\n`);
  expect([preview.targets, submitted.totals.total, approved.status]).toEqual([10_000, 10_000, "Scheduled"]);
  await own.close();
}, 60_000);
