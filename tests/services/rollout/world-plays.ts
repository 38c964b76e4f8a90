/** The histories of the pure model, played on a real database; then a quiet time in which all comes to an end. */
import type { Database } from "@/lib/db/client";
import { isCampaignOver, isJobOver } from "@/lib/domain/firmware/campaign-states";
import { takeLead } from "@/lib/services/rollout/lead";
import { restoreAvailability } from "@/lib/services/rollout/restore-availability";
import { type History, POLICIES, type Step } from "../../unit/domain/firmware/world-histories";
import { type Victim, WRITTEN, type Written } from "./frozen-work";
import { World } from "./world";
import { aFleet, aPlanned, aVendor, type Planned, type Sim } from "./world-fleet";

type On = { readonly db: Database; readonly victim: Victim };

export async function aWorld({ db, victim }: On, { fleet, plans }: Omit<History, "steps">): Promise<World> {
  const vendor = aVendor();
  const sims = await aFleet(db, fleet, vendor);
  const campaigns: Planned[] = [];
  for (const plan of plans) campaigns.push(await aPlanned(db, { vendor, plan, hasWindows: fleet.hasWindows, sims }));
  const world = new World({ db, victim, sims, campaigns });
  world.lead = await takeLead(world.ctx, "first");
  await world.look();
  return world;
}

const tableAt = (how: number): Written => WRITTEN[how % WRITTEN.length] ?? "command";

export async function take(world: World, [kind, who, how]: Step): Promise<unknown> {
  const sim = world.sims[who % world.sims.length];
  const campaign = world.campaignAt(who);
  if (sim === undefined) return undefined;
  const { wire } = world;
  switch (kind) {
    case "tick":
      return how % 5 === 0 ? world.tickTwice(campaign) : world.round();
    case "claim":
      return claimNext(world, who);
    case "send":
      return wire.send();
    case "overtake":
      return wire.send(true);
    case "stick":
      return wire.stick();
    case "unstick":
      return wire.unstick();
    case "work":
      return wire.work(sim);
    case "hear":
      return hear(world, sim, { swaps: how % 4 === 0 });
    case "link":
      return sim.station.isConnected ? wire.drop(sim) : wire.connect(sim);
    case "plug":
      return world.plug(sim);
    case "time":
      return pass(world, (how + 1) * 1_000);
    case "leap":
      return pass(world, (how + 1) * 60_000);
    case "pause":
      return world.order(campaign, { type: "Pause" });
    case "resume":
      return world.letGoOn(campaign, { overrides: how % 2 === 0 });
    case "abort":
      return world.order(campaign, { type: "Abort", policy: POLICIES[how % 3] ?? "LetFinish" });
    case "kill":
      return world.kill();
    case "unkill":
      return world.unkill();
    case "retry":
      return world.retryFailed(campaign);
    case "crashGateway":
      return how % 2 === 0 ? world.crashGateway() : world.crashInClaim(sim, how % 4 === 1 ? "command" : "outbox");
    case "crashEngine":
      return world.crashEngine(campaign, tableAt(how));
    case "stall":
      return world.stall();
    case "takeOver":
      return how % 2 === 0 ? world.takeOver() : world.takeOverWithin(campaign, tableAt(how));
    case "wake":
      return world.wake(campaign);
    case "restore":
      return restore(world);
    case "lock":
      return world.lock(sim);
    case "round":
      return round(world);
  }
}

const pass = (world: World, ms: number): void => void (world.now += ms);

async function restore(world: World): Promise<void> {
  await restoreAvailability(world.ctx, world.lead);
  world.wire.mayHaveOrders();
}

/** The first station from there on for which something waits. */
async function claimNext(world: World, from: number): Promise<void> {
  const { sims, wire } = world;
  for (let place = 0; place < sims.length; place += 1) {
    const sim = sims[(from + place) % sims.length];
    if (sim !== undefined && (await wire.claim(sim))) return;
  }
}

async function hear(world: World, sim: Sim, how: { readonly swaps: boolean }): Promise<boolean> {
  world.now += 1;
  return world.wire.hear(sim, how);
}

/** All that is in order does its part once. Returns whether anything happened. */
async function round(world: World): Promise<boolean> {
  const { sims, wire } = world;
  let happened = await world.round();
  for (const sim of sims) {
    while (await wire.claim(sim)) happened += 1;
  }
  while (await wire.send());
  for (const sim of sims) {
    if (!sim.station.isConnected && sim.station.bootsNext) await wire.connect(sim);
    if (await wire.work(sim)) happened += 1;
    while (await hear(world, sim, { swaps: false })) happened += 1;
  }
  pass(world, 1_000);
  return happened > 0;
}

const QUIET_ROUNDS = 250;
const LEAP_MS_MAX = 300_000;

/** Nothing fails any more, whoever died is brought back, and people let it go on: it has to end. */
export async function quiesce(world: World): Promise<void> {
  await world.unkill();
  await world.unlockAll();
  for (const sim of world.sims) if (sim.station.isCharging) await world.plug(sim);
  let leapMs = 1_000;
  for (let rounds = 0; rounds < QUIET_ROUNDS && world.broken.length === 0; rounds += 1) {
    await tend(world, { repairs: rounds > 10 });
    const isBusy = await round(world);
    // Whoever stood still wakes up some time, in the middle of what others do by then.
    if (rounds === 5) world.wire.unstick();
    if (isSettled(world) && rounds > 5) break;
    leapMs = isBusy ? 1_000 : Math.min(LEAP_MS_MAX, leapMs * 2);
    if (rounds > 5) pass(world, leapMs);
  }
  // Answers that never came are given up by then.
  pass(world, 60_000);
  await world.round();
}

/** People let it go on, and see to what is off the air or out of order. */
async function tend(world: World, { repairs }: { readonly repairs: boolean }): Promise<void> {
  for (const { id, status } of world.books?.campaigns ?? []) {
    if (status === "Paused") await world.letGoOn(id, { overrides: true });
  }
  for (const sim of world.sims) {
    sim.station.isDead = false;
    if (!sim.station.isConnected) await world.wire.connect(sim);
    if (!repairs || !sim.station.isFaulted) continue;
    sim.station.isFaulted = false;
    await world.wire.tellConnector(sim);
  }
}

function isSettled({ books }: World): boolean {
  if (books === null || books.owed > 0) return false;
  return (
    books.campaigns.every(({ status }) => isCampaignOver(status)) && books.jobs.every((job) => isJobOver(job.status))
  );
}

/** Plays a whole history; what must not be is in `broken` then. */
export async function play(on: On, history: History): Promise<World> {
  const world = await aWorld(on, history);
  if (world.campaigns.length > 1) world.mark("twoCampaigns");
  for (const one of history.steps) {
    await take(world, one);
    if (world.broken.length > 0) return world;
  }
  await quiesce(world);
  if (world.broken.length === 0) await world.checkEnd();
  return world;
}

/** One that was broken off is not gone on with in the next. */
export async function forget({ db }: On): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign SET status = 'Aborted' WHERE status IN ('Scheduled', 'Running', 'Paused', 'Closing', 'Aborting')`;
  await db.$executeRaw`UPDATE restore_obligation SET done_at = created_at WHERE done_at IS NULL`;
  await db.$executeRaw`UPDATE rollout_engine SET stopped_at = NULL WHERE stopped_at IS NOT NULL`;
}
