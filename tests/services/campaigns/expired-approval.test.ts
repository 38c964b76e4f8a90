import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_SPEC } from "@/lib/domain/firmware/campaign-spec";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { aGateway, type Books, openBooks, T0 } from "../books";
import { aTarget } from "../rollout/books-of-campaigns";
import { anApproved, aStoredRelease, hashOf } from "./a-plan";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(() => books.close());

const OVER = new Date(T0.getTime() + DEFAULT_SPEC.approvalSecondsMax * 1_000);

test("an approval that has run out is none: another one is needed, and counts from its own instant", async () => {
  const release = await aStoredRelease(books);
  await aTarget(books.db, { vendor: release.vendor });
  const { id, approvedAt } = await anApproved(books, release);
  expect(approvedAt).toBe(T0.toISOString());
  // As if its time to start had come as well: the approval is looked at first.
  await books.db.campaign.update({ where: { id }, data: { startAt: OVER } });
  const lead = await takeLead(books.as("admin"), "engine");
  const actor = { kind: "system", id: "engine", name: "Kituo" } as const;
  const image = { releaseId: release.id, sha256: release.sha256 };
  const tick = () => tickCampaign({ db: books.db, now: () => OVER, actor }, { campaignId: id, lead, image });
  await tick();

  const waiting = await readCampaign(books.as("approver"), id);
  expect(waiting).toMatchObject({
    status: "PendingApproval",
    approvedAt: null,
    startedAt: null,
    approvals: [{ voidedAt: OVER.toISOString() }],
    actions: { approve: true, start: false },
  });
  expect((await listEvents(books.as("viewer"), id)).items[0]).toMatchObject({
    from: "Scheduled",
    to: "PendingApproval",
    cause: "ApprovalExpired",
  });
  expect((await tick())?.changes).toEqual([]);
  const late = books.as("approver", { now: OVER });
  await expect(startCampaign(late, id, { expectedRev: waiting.rev })).rejects.toMatchObject({ code: "Conflict" });

  const again = await approveCampaign(late, id, { expectedRev: waiting.rev, specHash: hashOf(waiting) });
  expect(again).toMatchObject({ status: "Scheduled", approvedAt: OVER.toISOString() });
  expect(again.approvals.filter(({ voidedAt }) => voidedAt === null)).toMatchObject([{ at: OVER.toISOString() }]);
  await tick();
  expect(await readCampaign(books.as("viewer"), id)).toMatchObject({ status: "Running" });
  expect(await checkJournal(books.as("viewer"), id)).toMatchObject({ isUnbroken: true });
});
