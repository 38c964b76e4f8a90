import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { cloneCampaign } from "@/lib/services/campaigns/clone-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { rejectCampaign } from "@/lib/services/campaigns/reject-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { updateCampaign } from "@/lib/services/campaigns/update-campaign";
import { withdrawCampaign } from "@/lib/services/campaigns/withdraw-campaign";
import { announced, audited, type Books, openBooks, T0 } from "../books";
import { aTarget } from "../rollout/books-of-campaigns";
import { aDraft, aFleet, aStoredRelease, aSubmitted, hashOf, SPEC } from "./a-plan";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

const days = (count: number): Date => new Date(T0.getTime() + count * 86_400_000);

describe("a draft", () => {
  test("has the defaults for what is left out, and as many in flight as suit its stations", async () => {
    const { release } = await aFleet(books, 1);
    const draft = await createCampaign(books.as("engineer"), { name: "Spring", releaseId: release.id });
    expect(draft).toMatchObject({ status: "Draft", rev: 1, specRev: 1, specHash: null, createdBy: "An engineer" });
    expect(draft.spec).toMatchObject({ inFlightMax: 1, attemptsMax: 3, onError: "Pause" });
    expect(draft.spec.waves.map(({ name }) => name)).toEqual(["Canary", "Wave 1", "Wave 2", "Wave 3", "Rest"]);
    expect(await audited(books.db, `campaign:${draft.id}`)).toEqual(["CreateCampaign"]);
  });

  test("is edited on the revision that was seen, and everybody who edits it is kept", async () => {
    const { release } = await aFleet(books, 1);
    const draft = await aDraft(books, release);
    const admin = books.as("admin");
    const edited = await updateCampaign(admin, draft.id, {
      expectedRev: 1,
      name: "Summer",
      startAt: days(1).toISOString(),
    });
    expect(edited).toMatchObject({ name: "Summer", rev: 2, specRev: 2, startAt: days(1).toISOString() });
    await expect(updateCampaign(admin, draft.id, { expectedRev: 1, name: "Late" })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("is Draft now, revision 2"),
    });
    const row = await books.db.campaign.findUniqueOrThrow({ where: { id: draft.id } });
    expect([row.editorIds, row.lastEditedById]).toEqual([["operator-engineer", "operator-admin"], "operator-admin"]);
  });

  test.each([
    ["an unknown field", { spec: { ...SPEC, hurry: true } }, "spec"],
    [
      "a share above one",
      { spec: { waves: [{ name: "W", size: { type: "Share", share: 1.5 } }] } },
      "spec.waves.0.size.share",
    ],
    [
      "a time of day that there is none",
      { spec: { windows: [{ days: [1], start: "25:00", end: "05:00" }] } },
      "spec.windows.0.start",
    ],
    [
      "a wave behind the rest",
      {
        spec: {
          waves: [
            { name: "R", size: { type: "Rest" } },
            { name: "W", size: { type: "Count", count: 1 } },
          ],
        },
      },
      "spec.waves.0.size",
    ],
    ["attempts without end", { spec: { attemptsMax: 1_000 } }, "spec.attemptsMax"],
  ])("is refused with %s", async (_, given, field) => {
    const { release } = await aFleet(books, 0);
    const input = { name: "Spring", releaseId: release.id, ...given } as Parameters<typeof createCampaign>[1];
    await expect(createCampaign(books.as("engineer"), input)).rejects.toMatchObject({ code: "Invalid", field });
  });

  test("of a release that is not there is refused", async () => {
    const input = { name: "Spring", releaseId: "00000000-0000-4000-8000-000000000000" };
    await expect(createCampaign(books.as("engineer"), input)).rejects.toMatchObject({ field: "releaseId" });
  });

  test("is made of another campaign, whatever became of that", async () => {
    const { release } = await aFleet(books, 1);
    const source = await aSubmitted(books, release);
    const clone = await cloneCampaign(books.as("engineer"), source.id);
    expect(clone).toMatchObject({ name: "Spring (copy)", status: "Draft", clonedFromId: source.id, spec: source.spec });
  });
});

describe("handing in", () => {
  test("freezes the stations in their waves under one hash", async () => {
    const { release, targets } = await aFleet(books, 4);
    const submitted = await aSubmitted(books, release);
    expect(submitted).toMatchObject({ status: "PendingApproval", rev: 2, totals: { total: 4 } });
    expect(submitted.specHash).toMatch(/^[0-9a-f]{64}$/);
    expect(submitted.waves.map(({ total, status }) => [total, status])).toEqual([
      [1, "Pending"],
      [3, "Pending"],
    ]);
    await aTarget(books.db, { vendor: release.vendor });
    const jobs = await books.db.firmwareJob.findMany({ where: { campaignId: submitted.id } });
    expect(jobs.map(({ stationId }) => stationId).toSorted((a, b) => a - b)).toEqual(targets.map(({ id }) => id));
    expect(jobs.every(({ status, fromVersion }) => status === "Pending" && fromVersion === "1.0.0")).toBe(true);
    expect(await announced(books.db)).toContainEqual(
      expect.objectContaining({ type: "CampaignChanged", campaignId: submitted.id, status: "PendingApproval", rev: 2 }),
    );
  });

  test("is refused unless the release is verified", async () => {
    const { release } = await aFleet(books, 1);
    const draft = await aDraft(books, release);
    await books.db.firmwareRelease.update({ where: { id: release.id }, data: { status: "Retired" } });
    await expect(submitCampaign(books.as("engineer"), draft.id, { expectedRev: 1 })).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("Retired"),
    });
  });

  test("is refused without a station, without room for all, and without a window that is long enough", async () => {
    const { release } = await aFleet(books, 0);
    const engineer = books.as("engineer");
    const draft = await aDraft(books, release);
    await expect(submitCampaign(engineer, draft.id, { expectedRev: 1 })).rejects.toMatchObject({
      field: "spec.targets",
    });
    for (let each = 0; each < 2; each += 1) await aTarget(books.db, { vendor: release.vendor });
    const few = await aDraft(books, release, { ...SPEC, waves: [{ name: "One", size: { type: "Count", count: 1 } }] });
    await expect(submitCampaign(engineer, few.id, { expectedRev: 1 })).rejects.toMatchObject({
      field: "spec.waves",
      message: "The waves have no room for 1 of 2 stations.",
    });
    const short = {
      windows: [{ days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "01:30" }],
      windowLeftSecondsMin: 3_600,
    };
    const shut = await aDraft(books, release, { ...SPEC, ...short });
    await expect(submitCampaign(engineer, shut.id, { expectedRev: 1 })).rejects.toMatchObject({
      field: "spec.windows",
    });
  });

  test("leaves stations of another open campaign out, or lets them wait for it", async () => {
    const { release, targets } = await aFleet(books, 2);
    await aSubmitted(books, release);
    const extra = await aTarget(books.db, { vendor: release.vendor });
    const second = await aSubmitted(books, release);
    const jobs = await books.db.firmwareJob.findMany({ where: { campaignId: second.id } });
    expect(jobs.map(({ stationId }) => stationId)).toEqual([extra.id]);
    const waiting = await aSubmitted(books, release, { ...SPEC, onOverlap: "Wait" });
    expect(waiting.totals.total).toBe(targets.length + 1);
  });

  test("names the station that a wave names and that is no target", async () => {
    const { release } = await aFleet(books, 1);
    const waves = [
      { name: "Canary", size: { type: "Stations", identities: ["NOT-THERE"] } },
      { name: "Rest", size: { type: "Rest" } },
    ] as const;
    const draft = await aDraft(books, release, { ...SPEC, waves });
    await expect(submitCampaign(books.as("engineer"), draft.id, { expectedRev: 1 })).rejects.toMatchObject({
      message: "NOT-THERE, which the wave Canary names, is no target.",
    });
  });

  test("is taken back: the stations go, and the draft is edited on", async () => {
    const { release } = await aFleet(books, 1);
    const submitted = await aSubmitted(books, release);
    const back = await withdrawCampaign(books.as("engineer"), submitted.id, { expectedRev: submitted.rev });
    expect(back).toMatchObject({ status: "Draft", specHash: null, waves: [] });
    expect(await books.db.firmwareJob.count({ where: { campaignId: back.id } })).toBe(0);
  });
});

describe("four eyes", () => {
  test("an approval is for the hash that was shown, and lasts as long as the spec says", async () => {
    const { release } = await aFleet(books, 1);
    const submitted = await aSubmitted(books, release);
    const approver = books.as("approver");
    const stale = { expectedRev: submitted.rev, specHash: "0".repeat(64) };
    await expect(approveCampaign(approver, submitted.id, stale)).rejects.toMatchObject({
      code: "Conflict",
      field: "specHash",
    });
    const order = { expectedRev: submitted.rev, specHash: hashOf(submitted), comment: "Looks right" };
    const approved = await approveCampaign(approver, submitted.id, order);
    expect(approved).toMatchObject({ status: "Scheduled", approvedAt: T0.toISOString() });
    expect(approved.approvals).toMatchObject([
      {
        decision: "Approved",
        by: "An approver",
        comment: "Looks right",
        expiresAt: days(7).toISOString(),
        voidedAt: null,
      },
    ]);
  });

  test("who made it, edited it, or uploaded its image does not approve it", async () => {
    const { release } = await aFleet(books, 1);
    const draft = await aDraft(books, release);
    const edited = await updateCampaign(books.as("admin"), draft.id, { expectedRev: 1, name: "Mine too" });
    const again = await updateCampaign(books.as("engineer"), draft.id, { expectedRev: edited.rev, name: "Mine" });
    const submitted = await submitCampaign(books.as("engineer"), draft.id, { expectedRev: again.rev });
    const order = { expectedRev: submitted.rev, specHash: hashOf(submitted) };
    await expect(approveCampaign(books.as("admin"), draft.id, order)).rejects.toMatchObject({
      code: "Forbidden",
      message: "You made or edited it: Mine is approved by somebody else.",
    });
    await expect(approveCampaign(books.as("approver", { id: "u" }), draft.id, order)).rejects.toMatchObject({
      code: "Forbidden",
      message: "You uploaded its image: Mine is approved by somebody else.",
    });
    expect((await readCampaign(books.as("admin"), draft.id)).actions.approve).toBe(false);
    expect((await readCampaign(books.as("approver"), draft.id)).actions.approve).toBe(true);
  });

  test("not even the database takes an own approval", async () => {
    const { release } = await aFleet(books, 1);
    const { id, createdBy } = await aSubmitted(books, release);
    const data = {
      id: release.id,
      campaignId: id,
      specHash: "h",
      decision: "Approved",
      byId: "operator-engineer",
      by: createdBy,
      at: T0,
    };
    await expect(books.db.campaignApproval.create({ data })).rejects.toThrow(
      /approved by somebody who neither made nor edited it/,
    );
  });

  test("an image that is not what was verified is not approved", async () => {
    const { release } = await aFleet(books, 1);
    const submitted = await aSubmitted(books, release);
    const [chunk] = await books.db.firmwareReleaseChunk.findMany({ where: { releaseId: release.id } });
    await books.db.firmwareChunk.update({
      where: { hash: chunk?.hash ?? new Uint8Array() },
      data: { data: Buffer.from("bad") },
    });
    const order = { expectedRev: submitted.rev, specHash: hashOf(submitted) };
    await expect(approveCampaign(books.as("approver"), submitted.id, order)).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("not the one that was verified"),
    });
  });

  test.each([
    ["the spec", { spec: { attemptsMax: 9 } }],
    ["the stations", { jobs: true }],
  ])("what was changed behind the verbs' back is not approved: %s", async (_, change) => {
    const { release } = await aFleet(books, 2);
    const submitted = await aSubmitted(books, release);
    const { id, spec } = submitted;
    if ("jobs" in change) await books.db.firmwareJob.deleteMany({ where: { campaignId: id, waveIndex: 0 } });
    else await books.db.campaign.update({ where: { id }, data: { spec: { ...spec, ...change.spec } } });
    const order = { expectedRev: submitted.rev, specHash: hashOf(submitted) };
    await expect(approveCampaign(books.as("approver"), id, order)).rejects.toMatchObject({
      code: "Conflict",
      field: "specHash",
    });
  });

  test("an edit makes an approval void, and whoever approved and then edits is an editor", async () => {
    const { release } = await aFleet(books, 1);
    const submitted = await aSubmitted(books, release);
    const admin = books.as("admin");
    const approved = await approveCampaign(admin, submitted.id, {
      expectedRev: submitted.rev,
      specHash: hashOf(submitted),
    });
    const edited = await updateCampaign(admin, submitted.id, {
      expectedRev: approved.rev,
      spec: { ...SPEC, attemptsMax: 2 },
    });
    expect(edited).toMatchObject({
      status: "Draft",
      specHash: null,
      approvedAt: null,
      approvals: [{ voidedAt: T0.toISOString() }],
    });
    const again = await submitCampaign(books.as("engineer"), submitted.id, { expectedRev: edited.rev });
    expect(again.specHash).not.toBe(submitted.specHash);
    const order = { expectedRev: again.rev, specHash: hashOf(again) };
    await expect(approveCampaign(admin, submitted.id, order)).rejects.toMatchObject({ code: "Forbidden" });
  });

  test("a rejection needs words, and is final", async () => {
    const { release } = await aFleet(books, 1);
    const { id, rev } = await aSubmitted(books, release);
    const approver = books.as("approver");
    await expect(rejectCampaign(approver, id, { expectedRev: rev, comment: " " })).rejects.toMatchObject({
      field: "comment",
    });
    const rejected = await rejectCampaign(approver, id, { expectedRev: rev, comment: "Wrong week" });
    expect(rejected).toMatchObject({ status: "Rejected", reason: "Wrong week", approvals: [{ decision: "Rejected" }] });
    await expect(withdrawCampaign(books.as("engineer"), id, { expectedRev: rejected.rev })).rejects.toMatchObject({
      message: expect.stringContaining("is Rejected"),
    });
  });
});

test("campaigns are listed page by page, newest first, and by state", async () => {
  const own = await openBooks();
  const release = await aStoredRelease(own);
  const ids: string[] = [];
  for (let each = 0; each < 3; each += 1) {
    const now = new Date(T0.getTime() + each);
    ids.push((await createCampaign(own.as("engineer", { now }), { name: `C${each}`, releaseId: release.id })).id);
  }
  const viewer = own.as("viewer");
  const first = await listCampaigns(viewer, { limit: 2 });
  expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  const second = await listCampaigns(viewer, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([[ids[0]], null]);
  expect((await listCampaigns(viewer, { status: "Running" })).items).toEqual([]);
  await own.close();
});
