import { setTimeout as sleep } from "node:timers/promises";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import type { SpecInput } from "@/lib/services/campaigns/spec-fields";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { createRelease } from "@/lib/services/releases/create-release";
import { listReleases } from "@/lib/services/releases/list-releases";
import { storeImage } from "@/lib/services/releases/store-image";
import { DEMO_RELEASE, DEMO_TRUST_ROOT, demoImage } from "./demo-release";
import { runAsSystem } from "./system-context";

const WAIT_MS_MAX = 120_000;

/** Times for people who look on: minutes, not nights. */
const SOON: SpecInput = {
  windows: [],
  windowLeftSecondsMin: 0,
  startsPerMinute: 20,
  startsPerMinuteMax: 60,
  inFlightMax: 5,
  inFlightPerSiteMax: 2,
  healthSeconds: 30,
  firstProgressSeconds: 120,
  stallSeconds: 180,
  installSeconds: 180,
  rebootSeconds: 180,
  lostSeconds: 300,
  stragglerSeconds: 300,
  backoffSeconds: 30,
  backoffSecondsMax: 120,
};

/** A release, a campaign that waits to be approved and a draft, once the demo's chargers have told what they run. */
process.exitCode = await runAsSystem(process.env["DATABASE_URL"] ?? "", async (ctx) => {
  const [first] = (await listCampaigns(ctx, { limit: 1 })).items;
  if (first !== undefined) return;
  await untilMostHaveBooted(ctx, Number(process.argv[2] ?? 1));
  // Somebody else's, so that whoever looks at the demo may approve it.
  const planner: ServiceContext = {
    ...ctx,
    actor: { kind: "operator", id: "demo-planner", name: "Amina Odhiambo", role: "engineer" },
  };
  const releaseId = await demoRelease(ctx, planner);
  await demoCampaigns(planner, releaseId);
});

async function untilMostHaveBooted({ db }: ServiceContext, stations: number): Promise<void> {
  const giveUpAt = Date.now() + WAIT_MS_MAX;
  while (Date.now() < giveUpAt) {
    const told = await db.station.count({ where: { bootedAt: { not: null }, firmwareVersion: { not: null } } });
    if (told >= stations * 0.9) return;
    await sleep(500);
  }
}

async function demoRelease(ctx: ServiceContext, planner: ServiceContext): Promise<string> {
  const known = (await listReleases(planner, { vendor: DEMO_RELEASE.vendor })).items[0];
  if (known !== undefined) return known.id;
  await addTrustRoot(ctx, DEMO_TRUST_ROOT);
  const { id } = await createRelease(planner, DEMO_RELEASE);
  await storeImage(planner, id, demoImage());
  return id;
}

async function demoCampaigns(planner: ServiceContext, releaseId: string): Promise<void> {
  const rule = { soakSeconds: 60, comparesSoak: false };
  const canary = { ...rule, success: 1, failuresMax: 0, failureRateMax: null, lostMax: 0 };
  const waves: NonNullable<SpecInput["waves"]> = [
    { name: "Canary", size: { type: "Count", count: 3 }, gate: "Auto", rule: canary },
    { name: "Wave 1", size: { type: "Share", share: 0.3 }, gate: "Manual", rule },
    { name: "Rest", size: { type: "Rest" }, gate: "Auto", rule },
  ];
  const { version } = DEMO_RELEASE;
  const plan = await createCampaign(planner, { name: `Everybody to ${version}`, releaseId, spec: { ...SOON, waves } });
  await submitCampaign(planner, plan.id, { expectedRev: plan.rev });
  const targets = { models: ["Mlima 150"] };
  await createCampaign(planner, { name: `Fast chargers to ${version}, at night`, releaseId, spec: { targets } });
}
