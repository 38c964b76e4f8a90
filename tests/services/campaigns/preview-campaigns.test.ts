import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { type Books, openBooks, T0 } from "../books";
import { aTarget, NEW } from "../rollout/books-of-campaigns";
import { aDraft, aFleet, aStoredRelease, hashOf, SPEC } from "./a-plan";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

describe("a preview", () => {
  test("tells who is left out and why, and stores nothing", async () => {
    const { release } = await aFleet(books, 2);
    const { vendor } = release;
    const names = {
      AlreadyOnTarget: await aTarget(books.db, { vendor, firmwareVersion: ` ${NEW} ` }),
      WrongModel: await aTarget(books.db, { vendor, model: "K2" }),
      Downgrade: await aTarget(books.db, { vendor, firmwareVersion: "10.0.0" }),
      Blocked: await aTarget(books.db, { vendor, isBlocked: true }),
      Locked: await aTarget(books.db, { vendor }),
      NeverBooted: await aTarget(books.db, { vendor, bootedAt: null }),
      NoUpdateSupport: await aTarget(books.db, { vendor }),
      NoFileTransfer: await aTarget(books.db, { vendor }),
    };
    const by = { byId: "o", by: "O", at: T0 };
    await books.db.stationUpdateLock.create({ data: { stationId: names.Locked.id, reason: "Event", ...by } });
    for (const [stationId, key, value] of [
      [names.NoUpdateSupport.id, "SupportedFeatureProfiles", "Core,SmartCharging"],
      [names.NoFileTransfer.id, "SupportedFileTransferProtocols", "FTP,FTPS"],
    ] as const) {
      await books.db.stationSetting.create({ data: { stationId, key, value } });
    }
    const before = await books.db.campaign.count();
    const preview = await previewCampaign(books.as("viewer"), {
      releaseId: release.id,
      spec: { ...SPEC, targets: { vendor } },
    });
    expect(preview).toMatchObject({ targets: 2, unsignedTargets: 2, versions: [{ version: "1.0.0", stations: 2 }] });
    expect(preview.canaryProof).toBeCloseTo(0.95);
    expect(Object.fromEntries(preview.excluded.map(({ reason, examples }) => [reason, examples]))).toEqual(
      Object.fromEntries(Object.entries(names).map(([reason, { identity }]) => [reason, [identity]])),
    );
    expect(await books.db.campaign.count()).toBe(before);
  });

  test("tells the first stations with the local window in which they would come", async () => {
    const release = await aStoredRelease(books);
    const site = await books.db.site.create({
      data: { name: release.vendor, timeZone: "Africa/Nairobi", createdAt: T0 },
    });
    const { identity } = await aTarget(books.db, { vendor: release.vendor, siteId: site.id });
    const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "05:00" }];
    const preview = await previewCampaign(books.as("viewer"), { releaseId: release.id, spec: { ...SPEC, windows } });
    expect(preview.first).toEqual([
      {
        identity,
        site: site.name,
        timeZone: "Africa/Nairobi",
        fromVersion: "1.0.0",
        notBefore: "2026-11-22T22:00:00.000Z",
      },
    ]);
  });

  test("and the frozen list of the draft that it is of put the same stations in the same waves", async () => {
    const { release } = await aFleet(books, 8);
    const draft = await aDraft(books, release);
    const preview = await previewCampaign(books.as("viewer"), {
      releaseId: release.id,
      spec: SPEC,
      campaignId: draft.id,
    });
    await submitCampaign(books.as("engineer"), draft.id, { expectedRev: draft.rev });
    const jobs = await books.db.firmwareJob.findMany({
      where: { campaignId: draft.id },
      orderBy: [{ waveIndex: "asc" }, { place: "asc" }],
      include: { station: true },
    });
    expect(preview.first.map(({ identity }) => identity)).toEqual(jobs.map(({ station }) => station.identity));
  });
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
