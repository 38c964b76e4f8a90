import { afterAll, beforeAll, expect, test } from "vitest";
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
import type { ServiceContext } from "@/lib/services/context";
import { letRolloutsGoOn, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { lockUpdates, unlockUpdates } from "@/lib/services/stations/lock-updates";
import { type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
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
