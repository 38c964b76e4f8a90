/** How long a plan over a large fleet takes, and one step of the engine over a campaign that is under way. */
import { randomUUID } from "node:crypto";
import { createDatabase, type Database } from "@/lib/db/client";
import { DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { median } from "./statistics";

/** Milliseconds. */
export type RolloutRow = {
  readonly what: "preview" | "submission" | "opening" | "tick";
  readonly runs: number;
  readonly median: number;
  readonly longest: number;
  readonly aim: number | null;
};

export type Rollout = {
  readonly stations: number;
  readonly inFlight: number;
  readonly rows: readonly RolloutRow[];
  readonly mismatches: readonly string[];
};

const PREVIEWS = 5;
const TICKS = 40;
/** Connections, statements and caches are warm then. */
const WARM_UP = 5;
const IN_FLIGHT = 20;
const GATEWAY = "bench";

/** One wave with everybody in it: the engine has to look at each of them in every step. */
const SPEC = {
  ...DEFAULT_SPEC,
  waves: [{ name: "All", size: { type: "Rest" }, gate: "Auto", rule: { ...WAVE_RULE, comparesSoak: true } }],
  windows: [],
  inFlightMax: IN_FLIGHT,
  startsPerMinute: 60,
  downloadsMax: IN_FLIGHT,
} as const;

export async function measureRollout(
  databaseUrl: string,
  { stations, say }: { readonly stations: number; readonly say: (line: string) => void },
): Promise<Rollout> {
  const db = createDatabase(databaseUrl);
  const ctx: ServiceContext = {
    db,
    now: () => new Date(),
    actor: { kind: "operator", id: "bench", name: "Bench", role: "engineer" },
  };
  try {
    await seed(db, stations);
    const releaseId = await addRelease(db);
    const plan = { releaseId, spec: { ...SPEC, targets: { vendor: "Bench" } } };
    const previews = await timed(PREVIEWS, async () => void (await previewCampaign(ctx, plan)));
    say(`rollout: a preview of ${stations} stations ${Math.round(median(previews))} ms`);
    const draft = await createCampaign(ctx, { name: "Bench", ...plan });
    const submissions = await timed(1, async () => {
      await submitCampaign(ctx, draft.id, { expectedRev: draft.rev });
    });
    const { opening, ticks } = await measureTicks(ctx, draft.id);
    say(`rollout: a tick over ${stations} jobs ${Math.round(median(ticks))} ms`);
    const jobs = await db.firmwareJob.count({ where: { campaignId: draft.id } });
    const inFlight = await db.firmwareAttempt.count({ where: { closedAt: null } });
    return {
      stations,
      inFlight,
      rows: [
        row("preview", previews, 2_000),
        row("submission", submissions, null),
        row("opening", opening, null),
        row("tick", ticks, 200),
      ],
      mismatches: [
        ...(jobs === stations ? [] : [`rollout: ${jobs} jobs, but ${stations} stations were planned`]),
        ...(inFlight === IN_FLIGHT ? [] : [`rollout: ${inFlight} in flight, but ${IN_FLIGHT} were allowed`]),
      ],
    };
  } finally {
    await db.$disconnect();
  }
}

const row = (what: RolloutRow["what"], took: readonly number[], aim: number | null): RolloutRow => ({
  what,
  runs: took.length,
  median: median(took),
  longest: Math.max(...took),
  aim,
});

async function timed(runs: number, work: () => Promise<void>): Promise<readonly number[]> {
  const took: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await work();
    took.push(performance.now() - from);
  }
  return took;
}

/** Under way: as many in flight as may be, each asked first, sent to and downloading; everybody else waits for a place. */
async function measureTicks(
  ctx: ServiceContext,
  campaignId: string,
): Promise<{ readonly opening: readonly number[]; readonly ticks: readonly number[] }> {
  const { db } = ctx;
  await db.campaign.update({
    where: { id: campaignId },
    data: { status: "Running", startedAt: new Date(), approvedAt: new Date(), deadlineAt: new Date(Date.now() + 1e9) },
  });
  const engine: ServiceContext = { ...ctx, actor: { kind: "system", id: GATEWAY, name: "Kituo" } };
  const lead = await takeLead(engine, GATEWAY);
  const step = async (): Promise<void> => {
    await db.gateway.update({ where: { id: GATEWAY }, data: { beatAt: new Date() } });
    await answerCommands(db);
    await tickCampaign(engine, { campaignId, lead });
  };
  // The wave opens: each of its jobs gets a line in the journal.
  const opening = await timed(1, step);
  // Until all places are taken.
  for (let tries = 0; tries < 200; tries += 1) {
    await step();
    if ((await db.firmwareAttempt.count({ where: { closedAt: null } })) >= IN_FLIGHT) break;
    await db.firmwareAttempt.updateMany({ data: { openedAt: new Date(Date.now() - 120_000) } });
  }
  await timed(WARM_UP, step);
  const ticks = await timed(TICKS, async () => void (await tickCampaign(engine, { campaignId, lead })));
  return { opening, ticks };
}

/** As stations would: a question is answered Idle, an update is accepted. */
async function answerCommands(db: Database): Promise<void> {
  const now = new Date();
  const asked = await db.command.findMany({
    where: { state: "Pending" },
    select: { id: true, name: true, stationId: true },
  });
  if (asked.length === 0) return;
  await db.command.updateMany({
    where: { id: { in: asked.map(({ id }) => id) } },
    data: { state: "WaitingForEffect", sentAt: now, epoch: 1, answeredAt: now },
  });
  await db.stationReport.createMany({
    data: asked
      .filter(({ name }) => name === "TriggerMessage")
      .map(({ stationId }) => ({ stationId, kind: "Firmware", status: "Idle", receivedAt: now })),
  });
}

async function seed(db: Database, stations: number): Promise<void> {
  const now = new Date();
  await db.gateway.create({ data: { id: GATEWAY, startedAt: now, beatAt: now } });
  await db.$executeRaw`
    INSERT INTO site (name, time_zone)
    SELECT 'Bench ' || i, (ARRAY['Africa/Nairobi', 'Europe/Berlin', 'America/New_York'])[1 + i % 3]
    FROM generate_series(1, ${Math.ceil(stations / 20)}::int) i`;
  await db.$executeRaw`
    INSERT INTO station (identity, identity_key, site_id, security_profile, vendor, model, serial_number,
      firmware_version, booted_at, ocpp_version, registered_status, gateway_id, connected_at, connection_epoch)
    SELECT 'ROLL-' || i, 'roll-' || i, site.id, 0, 'Bench', 'Wall22', 'SN' || i, '1.0.' || i % 4, ${now}::timestamptz,
      'ocpp1.6', 'Accepted', ${GATEWAY}, ${now}::timestamptz, 1
    FROM generate_series(1, ${stations}::int) i
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all_sites FROM site WHERE name LIKE 'Bench %') site
      ON site.n = 1 + i % site.all_sites`;
  await db.$executeRaw`
    INSERT INTO evse (station_id, evse)
    SELECT id, e FROM station, generate_series(1, 2) e WHERE vendor = 'Bench'`;
  await db.$executeRaw`
    INSERT INTO connector (station_id, evse, connector, status, status_at, received_at)
    SELECT id, e, 1, 'Available', ${now}::timestamptz, ${now}::timestamptz
    FROM station, generate_series(1, 2) e WHERE vendor = 'Bench'`;
  await db.$executeRaw`ANALYZE`;
}

async function addRelease(db: Database): Promise<string> {
  const now = new Date();
  const id = randomUUID();
  await db.firmwareRelease.create({
    data: {
      id,
      vendor: "Bench",
      models: ["Wall22"],
      version: "2.0.0",
      expectedVersion: "2.0.0",
      fileName: "wall22_2.0.0.bin",
      bytes: 8_000_000,
      sha256: id.replaceAll("-", "").repeat(2),
      status: "Verified",
      uploadedById: "somebody",
      uploadedBy: "Somebody",
      createdAt: now,
      verifiedAt: now,
    },
  });
  return id;
}
