/** Random histories: a fleet, campaigns over it, and what happens to them; then a quiet time in which all comes to an end. */
import fc from "fast-check";
import type { CampaignSpec, WaveRule } from "@/lib/domain/firmware/campaign-spec";
import { DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { type Blocker, isJobOver } from "@/lib/domain/firmware/campaign-states";
import { type Mutant, World } from "./world";
import { type Books, recount } from "./world-books";
import type { Fate, Station, Traits } from "./world-stations";

/** A Tuesday, 00:30 in Nairobi. */
export const NIGHT = Date.UTC(2026, 10, 24, 21, 30);

export type CampaignPlan = {
  /** By wave: indexes of stations, taken modulo the fleet; one that came before is left out. */
  readonly waves: readonly (readonly number[])[];
  readonly spec: Partial<CampaignSpec>;
  readonly rule: Partial<WaveRule>;
  readonly hasManualGate: boolean;
  readonly isSigned: boolean;
  readonly isBestEffort: boolean;
};
export type Fleet = {
  readonly stations: readonly (Traits & { readonly site: number })[];
  readonly hasWindows: boolean;
};
export type Step = readonly [kind: StepKind, who: number, how: number];
export type StepKind =
  | "tick"
  | "claim"
  | "send"
  | "overtake"
  | "stick"
  | "unstick"
  | "work"
  | "hear"
  | "link"
  | "plug"
  | "time"
  | "leap"
  | "pause"
  | "resume"
  | "abort"
  | "kill"
  | "unkill"
  | "retry"
  | "crashGateway"
  | "crashEngine"
  | "stall"
  | "takeOver"
  | "wake"
  | "restore"
  | "lock"
  | "round";
export type History = {
  readonly fleet: Fleet;
  readonly plans: readonly CampaignPlan[];
  readonly steps: readonly Step[];
};

const fates: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Fate>("Ok") },
  { weight: 3, arbitrary: fc.constant<Fate>("DownloadFailed") },
  { weight: 2, arbitrary: fc.constantFrom<Fate>("InstallFailed", "OldVersion", "Rejected") },
  { weight: 1, arbitrary: fc.constantFrom<Fate>("Faulted", "Dies", "InvalidSignature") },
);
const traits = fc.record({
  kind: fc.constantFrom<Traits["kind"]>("Plain", "Plain", "Signed", "V2", "V2"),
  isMute: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  repeats: fc.boolean(),
  triggers: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  fates: fc.array(fates, { maxLength: 3 }),
  tellsVersion: fc.oneof({ weight: 15, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  site: fc.nat(2),
});
const plan: fc.Arbitrary<CampaignPlan> = fc.record({
  waves: fc.array(fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
  spec: fc.record({
    inFlightMax: fc.integer({ min: 1, max: 4 }),
    inFlightPerSiteMax: fc.integer({ min: 1, max: 2 }),
    usablePerSiteMin: fc.constantFrom(0, 0, 1),
    startsPerMinute: fc.constantFrom(3, 100),
    downloadsMax: fc.constantFrom(1, 5),
    attemptsMax: fc.integer({ min: 1, max: 3 }),
    sessionPolicy: fc.constantFrom("WaitIdle", "WaitIdle", "Drain", "LetStationWait"),
    onError: fc.constantFrom("Pause", "Pause", "Pause", "Abort"),
    lostSeconds: fc.constantFrom(200, 3_000),
    stragglerSeconds: fc.constantFrom(150, 1_000, 5_000),
    pendingSecondsMax: fc.constantFrom(600, 50_000),
    deadlineSeconds: fc.constantFrom(2_000, 200_000, 200_000),
  }),
  rule: fc.record({
    success: fc.constantFrom(0.5, 0.8, 1),
    failuresMax: fc.integer({ min: 0, max: 3 }),
    failureRateMax: fc.constantFrom(null, 0.5),
    decidedMin: fc.constantFrom(2, 4),
    lostMax: fc.integer({ min: 0, max: 1 }),
    comparesSoak: fc.constantFrom(false, false, true),
    soakSeconds: fc.constantFrom(0, 20),
  }),
  hasManualGate: fc.constantFrom(false, false, true),
  isSigned: fc.constantFrom(true, true, false),
  isBestEffort: fc.boolean(),
});

const WEIGHTS: readonly (readonly [StepKind, number])[] = [
  ["tick", 8],
  ["claim", 5],
  ["send", 4],
  ["overtake", 0.5],
  ["stick", 0.7],
  ["unstick", 0.5],
  ["work", 7],
  ["hear", 8],
  ["link", 2],
  ["plug", 2],
  ["time", 4],
  ["leap", 1],
  ["pause", 1],
  ["resume", 2],
  ["kill", 0.3],
  ["unkill", 0.5],
  ["retry", 3],
  ["crashGateway", 0.5],
  ["crashEngine", 1],
  ["stall", 1],
  ["takeOver", 0.5],
  ["wake", 1],
  ["restore", 1],
  ["lock", 0.3],
  ["round", 5],
  ["abort", 0.25],
];
const kinds = fc.oneof(
  ...WEIGHTS.map(([kind, weight]) => ({ weight: weight * 20, arbitrary: fc.constant<StepKind>(kind) })),
);
const step: fc.Arbitrary<Step> = fc.tuple(kinds, fc.nat(11), fc.nat(29));

export const histories: fc.Arbitrary<History> = fc.record({
  fleet: fc.record({
    stations: fc.array(traits, { minLength: 2, maxLength: 7 }),
    hasWindows: fc.constantFrom(false, false, false, false, false, false, false, true),
  }),
  plans: fc.array(plan, { minLength: 1, maxLength: 2 }),
  steps: fc.array(step, { minLength: 10, maxLength: 90, size: "max" }),
});

export const ZONES = ["Africa/Nairobi", "Europe/Berlin", "UTC"];
export const WINDOWS = [{ days: [1, 2, 3, 4, 5, 6, 7], start: "00:00", end: "05:00" }];

export function aWorld({ fleet, plans }: Omit<History, "steps">, mutant: Mutant | null = null): World {
  const books: Books = {
    epoch: 1,
    isKilled: false,
    campaigns: [],
    jobs: [],
    attempts: [],
    commands: [],
    reports: [],
    obligations: [],
    events: [],
    sites: [0, 1, 2].map((id) => ({ id, timeZone: ZONES[id] ?? "UTC" })),
    stations: fleet.stations.map((one, id) => ({
      id,
      siteId: one.site,
      isOnline: true,
      epoch: 1,
      connectedAt: NIGHT - 1,
      disconnectedAt: null,
      version: one.tellsVersion ? "1" : null,
      bootedAt: NIGHT - 1,
      status: "Available",
      toldAt: NIGHT - 1,
      hasSession: false,
      isLocked: false,
      can: { plainUpdate: null, signedUpdate: null, statusTrigger: null },
      waitsByItself: one.kind !== "Plain",
      tellsRequestId: one.kind === "V2",
      connections: [],
      faults: [],
    })),
    nextId: 1,
    soak: null,
  };
  const stations: Station[] = fleet.stations.map((one, id) => ({
    id,
    traits: one,
    version: "1",
    update: null,
    updates: 0,
    lastTold: null,
    isConnected: true,
    isCharging: false,
    isOut: false,
    isFaulted: false,
    isDead: false,
    bootsNext: false,
    claims: false,
    queue: [],
    received: [],
  }));
  for (const [index, one] of plans.entries()) addCampaign(books, one, { index, hasWindows: fleet.hasWindows });
  return new World({ books, stations, now: NIGHT, mutant });
}

function addCampaign(
  books: Books,
  one: CampaignPlan,
  { index, hasWindows }: { index: number; hasWindows: boolean },
): void {
  const id = `k${index}`;
  const rule: WaveRule = { ...WAVE_RULE, ...one.rule };
  const spec: CampaignSpec = {
    ...DEFAULT_SPEC,
    ...FAST,
    ...one.spec,
    windows: hasWindows ? WINDOWS : [],
    windowLeftSecondsMin: hasWindows ? 600 : 0,
  };
  const waves = membersOf(one, books.stations.length);
  books.campaigns.push({
    facts: {
      id,
      status: "Scheduled",
      pauseCause: null,
      outcome: null,
      abortPolicy: null,
      spec,
      release: {
        id: "r",
        bytes: 1_000,
        isSigned: one.isSigned,
        vendor: "Acme",
        models: ["A1"],
        expectedVersion: "2",
        versionIsPattern: false,
        versionEvidence: one.isBestEffort ? "BestEffort" : "Required",
        fromVersions: [],
      },
      startAt: NIGHT,
      startedAt: null,
      deadlineAt: null,
      approvedAt: NIGHT - 1,
      failBase: 0,
      lostBase: 0,
      succeededBase: 0,
      acknowledgedAt: null,
    },
    waves: waves.map((_, wave) => ({
      index: wave,
      gate: one.hasManualGate && wave === 1 ? "Manual" : "Auto",
      rule,
      status: "Pending",
      releasedAt: null,
      overriddenAt: null,
      openedAt: null,
      soakUntil: null,
      total: 0,
      active: 0,
      succeeded: 0,
      failed: 0,
      lost: 0,
      skipped: 0,
      expired: 0,
      cancelled: 0,
    })),
  });
  for (const [wave, members] of waves.entries()) addJobs(books, members, { campaignId: id, wave });
  for (const wave of books.campaigns.at(-1)?.waves ?? []) recount(books, id, wave);
}

function addJobs(
  books: Books,
  members: readonly number[],
  { campaignId, wave }: { campaignId: string; wave: number },
): void {
  for (const [place, stationId] of members.entries()) {
    books.jobs.push({
      id: `j${books.nextId++}`,
      campaignId,
      waveIndex: wave,
      stationId,
      siteId: books.stations[stationId]?.siteId ?? 0,
      generation: 1,
      place,
      status: "Pending",
      reason: null,
      blockedBy: null,
      phase: null,
      attempts: 0,
      undelivered: 0,
      notBefore: null,
      readyAt: null,
      statusAt: NIGHT,
      verifyingAt: null,
      fromVersion: "1",
      lateOutcome: null,
      askId: null,
      seenVersion: null,
      isVerified: null,
    });
  }
}

/** Each station once, in the first of the waves that name it. */
export function membersOf({ waves }: CampaignPlan, stations: number): readonly (readonly number[])[] {
  const seen = new Set<number>();
  return waves.map((wave) => {
    const members = [...new Set(wave.map((index) => index % stations))].filter((station) => !seen.has(station));
    for (const station of members) seen.add(station);
    return members;
  });
}

export const FAST: Partial<CampaignSpec> = {
  rampAfterSuccesses: 2,
  backoffSeconds: 5,
  backoffSecondsMax: 60,
  answerSeconds: 30,
  firstProgressSeconds: 60,
  stallSeconds: 60,
  installSeconds: 120,
  rebootSeconds: 60,
  healthSeconds: 10,
  reconnectsMax: 2,
};

export function take(world: World, [kind, who, how]: Step): void {
  const station = world.stations[who % world.stations.length];
  const campaign = world.books.campaigns[who % world.books.campaigns.length]?.facts.id ?? "k0";
  if (station === undefined) return;
  switch (kind) {
    case "tick":
      return world.tick(campaign);
    case "claim":
      return world.claim();
    case "send":
      return world.send();
    case "stick":
      return world.stick();
    case "unstick":
      return world.unstick();
    case "overtake":
      return world.send(true);
    case "work":
      return world.work(station);
    case "hear":
      return world.hear(station);
    case "link":
      return station.isConnected ? world.drop(station) : world.connect(station);
    case "plug":
      return world.plug(station);
    case "time":
      return pass(world, (how + 1) * 1_000);
    case "leap":
      return pass(world, (how + 1) * 60_000);
    case "pause":
      return void world.order(campaign, { type: "Pause" });
    case "resume":
      return world.letGoOn(campaign, { overrides: how % 2 === 0 });
    case "abort":
      return void world.order(campaign, { type: "Abort", policy: POLICIES[how % 3] ?? "LetFinish" });
    case "kill":
      return world.kill();
    case "unkill":
      return void (world.books.isKilled = false);
    case "retry":
      return world.retryFailed(campaign);
    case "crashGateway":
      return world.crashGateway();
    case "crashEngine":
      return world.crashInTick(campaign);
    case "stall":
      return world.stall(campaign);
    case "takeOver":
      return world.takeOver();
    case "wake":
      return world.wake();
    case "restore":
      return world.restore();
    case "lock":
      return lock(world, station.id);
    case "round":
      return round(world);
  }
}
export const POLICIES = ["CutDownloads", "LetFinish", "Cancel"] as const;

function lock(world: World, id: number): void {
  const row = world.books.stations.find((one) => one.id === id);
  if (row !== undefined) row.isLocked = !row.isLocked;
}

function pass(world: World, ms: number): void {
  world.now += ms;
  world.version += 1;
  world.expireCommands();
}

/** All that is in order does its part once. */
export function round(world: World): void {
  for (const { facts } of world.books.campaigns) world.tick(facts.id);
  for (let index = 0; index < world.stations.length; index += 1) {
    world.claim();
    world.send();
  }
  for (const station of world.stations) {
    if (!station.isConnected && station.bootsNext) world.connect(station);
    world.work(station);
    for (let frames = 0; frames < 4; frames += 1) world.hear(station);
  }
  world.restore();
  pass(world, 1_000);
}

const QUIET_ROUNDS = 1_200;

/** Nothing fails any more, whoever died is brought back, and people let it go on: it has to end. */
export function quiesce(world: World): void {
  const wakesAt = world.ticks;
  world.books.isKilled = false;
  for (const station of world.stations) if (station.isCharging) world.plug(station);
  for (const row of world.books.stations) row.isLocked = false;
  for (let rounds = 0; rounds < QUIET_ROUNDS && !isSettled(world); rounds += 1) {
    tend(world);
    round(world);
    // Whoever stood still wakes up some time, in the middle of what others do by then.
    if (rounds % 23 === (wakesAt + 12) % 23) world.unstick();
    if (rounds > 10) pass(world, isWaiting(world) ? 300_000 : 9_000);
    if (world.broken.length > 0) return;
  }
}

/** People let it go on, and see to what is off the air. */
function tend(world: World): void {
  for (const { facts } of world.books.campaigns) {
    if (facts.status === "Paused") world.letGoOn(facts.id, { overrides: true });
  }
  for (const station of world.stations) {
    station.isDead = false;
    if (!station.isConnected) world.connect(station);
  }
}

/** Nothing is under way: only windows, and what keeps a station out of them, are waited for. */
function isWaiting({ books }: World): boolean {
  if (books.obligations.some(({ isDone }) => !isDone)) return false;
  return books.jobs.every(({ status, blockedBy }) => {
    if (status === "Ready") return blockedBy !== null && AT_REST.has(blockedBy);
    return status === "Pending" || isJobOver(status);
  });
}
const AT_REST: ReadonlySet<Blocker> = new Set<Blocker>([
  "OutsideWindow",
  "WindowTooShort",
  "LastUsable",
  "StationBusyUpdating",
]);

const isSettled = (world: World): boolean => world.isOver() && world.books.obligations.every(({ isDone }) => isDone);

export function play(history: History, mutant: Mutant | null = null): World {
  const world = aWorld(history, mutant);
  for (const one of history.steps) {
    take(world, one);
    if (world.broken.length > 0) return world;
  }
  quiesce(world);
  // Answers that never came are given up by then.
  pass(world, 60_000);
  if (world.broken.length === 0) world.checkEnd();
  return world;
}
