import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { createImageProofs, type ImageProofs } from "@/lib/services/rollout/image-proofs";
import { letRolloutsGoOn, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import { aGateway, audited, type Books, openBooks, T0 } from "../books";
import { aStoredRelease, hashOf, SPEC } from "../campaigns/a-plan";
import { aTarget } from "./books-of-campaigns";

let books: Books;
let lead: number;
let images: ImageProofs;
const failures: unknown[] = [];
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
  lead = await takeLead(books.as("admin"), "engine");
  images = createImageProofs(books.as("admin"), { onFailed: (_, error) => failures.push(error) });
});
afterAll(async () => {
  await images.stop();
  await books.close();
});

const START = new Date(T0.getTime() + 3_600_000);
const engine = (now: Date): ServiceContext => ({
  db: books.db,
  now: () => now,
  actor: { kind: "system", id: "engine", name: "Kituo" },
});
const onFailed = (_: string, error: unknown): never => {
  throw error;
};
const round = async (now = START) => tickCampaigns(engine(now), { lead, onFailed, images });

/** A campaign of two stations that was approved, and that starts by the clock. */
async function scheduled(): Promise<CampaignView> {
  const release = await aStoredRelease(books);
  for (let each = 0; each < 2; each += 1) await aTarget(books.db, { vendor: release.vendor });
  const plan = { name: "By the clock", releaseId: release.id, spec: SPEC, startAt: START.toISOString() };
  const draft = await createCampaign(books.as("engineer"), plan);
  const submitted = await submitCampaign(books.as("engineer"), draft.id, { expectedRev: draft.rev });
  const order = { expectedRev: submitted.rev, specHash: hashOf(submitted) };
  return approveCampaign(books.as("approver"), submitted.id, order);
}

const read = (id: string): Promise<CampaignView> => readCampaign(books.as("viewer"), id);

/** Rounds of the engine until the campaign is no longer waiting for its start. */
async function started(id: string): Promise<CampaignView> {
  return vi.waitFor(async () => {
    await round();
    const campaign = await read(id);
    expect(campaign.status).not.toBe("Scheduled");
    return campaign;
  });
}

const attemptsOf = (campaignId: string) => books.db.firmwareAttempt.count({ where: { job: { campaignId } } });
const causes = async (id: string): Promise<readonly string[]> =>
  (await listEvents(books.as("viewer"), id)).items.map(({ cause }) => cause);

/** One byte of its image is another one. */
async function spoil({ releaseId }: { readonly releaseId: string }): Promise<() => Promise<unknown>> {
  const { hash } = await books.db.firmwareReleaseChunk.findFirstOrThrow({ where: { releaseId } });
  const { data } = await books.db.firmwareChunk.findUniqueOrThrow({ where: { hash } });
  const changed = new Uint8Array(data);
  changed[0] = (changed[0] ?? 0) ^ 1;
  const write = (bytes: Uint8Array) =>
    books.db.firmwareChunk.update({ where: { hash }, data: { data: new Uint8Array(bytes) } });
  await write(changed);
  return () => write(data);
}
const rowOf = (id: string) => books.db.campaign.findUniqueOrThrow({ where: { id } });

describe("a start by the clock", () => {
  test("proves image and plan beside the rounds, and begins once that is done", async () => {
    const { id } = await scheduled();
    await round(new Date(START.getTime() - 1));
    expect((await read(id)).status).toBe("Scheduled");
    // This round asks for the proof, and does not wait for it.
    await round();
    expect((await read(id)).status).toBe("Scheduled");
    expect(await started(id)).toMatchObject({ status: "Running", startedAt: START.toISOString(), pauseCause: null });
    expect(await causes(id)).toContain("StartTime");
    expect(failures).toEqual([]);
    await abortCampaign(books.as("operator"), id, { comment: "Done" });
  });

  test("with an image that was changed in the database pauses, and touches nobody", async () => {
    const { id } = await scheduled();
    const mend = await spoil(await rowOf(id));
    const paused = await started(id);
    expect(paused).toMatchObject({
      status: "Paused",
      pauseCause: "NotAsApproved",
      pauseEvidence: { found: "ImageChanged" },
      totals: { active: 0, total: 2 },
    });
    expect(paused.waves.map(({ status }) => status)).toEqual(["Pending", "Pending"]);
    await round(new Date(START.getTime() + 5_000));
    expect(await attemptsOf(id)).toBe(0);
    expect(await causes(id)).toContain("NotAsApproved");
    expect(await audited(books.db, `campaign:${id}`)).toContain("RefuseStart");
    expect(await checkJournal(books.as("viewer"), id)).toMatchObject({ isUnbroken: true });

    // Nobody goes on with it as it is; once it is mended, an approver does.
    const seen = { expectedRev: paused.rev, comment: "Looked at it" };
    await expect(resumeCampaign(books.as("operator"), id, seen)).rejects.toMatchObject({ code: "Conflict" });
    await expect(resumeCampaign(books.as("approver"), id, seen)).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining("not the one that was verified"),
    });
    await mend();
    await expect(resumeCampaign(books.as("operator"), id, seen)).rejects.toMatchObject({ code: "Forbidden" });
    expect(await resumeCampaign(books.as("approver"), id, seen)).toMatchObject({ status: "Running", pauseCause: null });
    await abortCampaign(books.as("operator"), id, { comment: "Done" });
  });

  test.each([
    [
      "a release that was retired",
      "ReleaseUnusable",
      async (id: string) => {
        const { releaseId } = await rowOf(id);
        await books.db.firmwareRelease.update({ where: { id: releaseId }, data: { status: "Retired" } });
      },
    ],
    [
      "a spec that was altered",
      "PlanChanged",
      async (id: string) => {
        await books.db.$executeRaw`
          UPDATE campaign SET spec = jsonb_set(spec, '{inFlightMax}', '999') WHERE id = ${id}::uuid`;
      },
    ],
    [
      "a station more",
      "PlanChanged",
      async (campaignId: string) => {
        const job = await books.db.firmwareJob.findFirstOrThrow({ where: { campaignId } });
        const { id: stationId } = await aTarget(books.db);
        const { id: _, evidence: __, ...rest } = job;
        const data = { ...rest, id: crypto.randomUUID(), stationId, place: 9 };
        await books.db.firmwareJob.create({ data });
      },
    ],
    [
      "a hash that nobody approved",
      "PlanChanged",
      async (campaignId: string) => {
        await books.db.campaignApproval.updateMany({ where: { campaignId }, data: { voidedAt: T0 } });
      },
    ],
  ] as const)("with %s pauses, and touches nobody", async (_, found, alter) => {
    const { id } = await scheduled();
    await alter(id);
    const paused = await started(id);
    expect(paused).toMatchObject({ status: "Paused", pauseCause: "NotAsApproved", pauseEvidence: { found } });
    await round(new Date(START.getTime() + 5_000));
    expect(await attemptsOf(id)).toBe(0);
    const order = { expectedRev: (await read(id)).rev, comment: "Go" };
    await expect(resumeCampaign(books.as("approver"), id, order)).rejects.toMatchObject({ code: "Conflict" });
    await abortCampaign(books.as("operator"), id, { comment: "Done" });
  });

  test("waits while all rollouts stand still, without hashing anything", async () => {
    const { id } = await scheduled();
    await stopRollouts(books.as("admin"), { reason: "Storm" });
    const asked: string[] = [];
    const told = (releaseId: string) => {
      asked.push(releaseId);
      return null;
    };
    const counting = { lead, onFailed, images: { ...images, proofOf: told } };
    await tickCampaigns(engine(START), counting);
    expect(asked).toEqual([]);
    expect((await read(id)).status).toBe("Scheduled");
    await letRolloutsGoOn(books.as("admin"));
    await tickCampaigns(engine(START), counting);
    expect(asked).toEqual([(await rowOf(id)).releaseId]);
    expect((await started(id)).status).toBe("Running");
    await abortCampaign(books.as("operator"), id, { comment: "Done" });
  });
});

test("an image that is hashed does not hold up the rounds, and is read once for two campaigns", async () => {
  const release = await aStoredRelease(books);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let reads = 0;
  const db = books.db.$extends({
    query: {
      firmwareRelease: {
        async findUnique({ args, query }) {
          reads += 1;
          await held;
          return query(args);
        },
      },
    },
  }) as unknown as Books["db"];
  const slow = createImageProofs({ ...books.as("admin"), db }, { onFailed: (_, error) => failures.push(error) });
  expect(slow.proofOf(release.id)).toBeNull();
  expect(slow.proofOf(release.id)).toBeNull();
  expect((await round()).isLed).toBe(true);
  letGo();
  await vi.waitFor(() => expect(slow.proofOf(release.id)).toMatchObject({ sha256: release.sha256 }));
  expect(reads).toBe(1);
  await slow.stop();
});

test("an image that cannot be read is tried again, and one that is given up fails nobody", async () => {
  const told: unknown[] = [];
  const proofs = createImageProofs(books.as("admin"), { onFailed: (_, error) => told.push(error) });
  const unknown = crypto.randomUUID();
  expect(proofs.proofOf(unknown)).toBeNull();
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(proofs.proofOf(unknown)).toBeNull();
  await vi.waitFor(() => expect(told).toHaveLength(2));
  const release = await aStoredRelease(books);
  expect(proofs.proofOf(release.id)).toBeNull();
  await proofs.stop();
  expect(proofs.proofOf(release.id)).toBeNull();
  expect(told).toHaveLength(2);
});
