/** Snapshots for examples: a campaign that runs, one wave that is open, stations that are idle and in reach. */
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type {
  AttemptFacts,
  CampaignFacts,
  CampaignSnapshot,
  JobFacts,
  ReportFacts,
  StationFacts,
  WaveFacts,
} from "@/lib/domain/firmware/campaign-snapshot";
import { DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { decide } from "@/lib/domain/firmware/decide";

export const NOW = Date.UTC(2026, 10, 24, 12, 0);
export const ago = (seconds: number): number => NOW - seconds * 1_000;

export const SPEC = { ...DEFAULT_SPEC, windows: [], usablePerSiteMin: 0, inFlightPerSiteMax: 9 };

export const aCampaign = (given: Partial<CampaignFacts> = {}): CampaignFacts => ({
  id: "k",
  status: "Running",
  pauseCause: null,
  outcome: null,
  abortPolicy: null,
  spec: SPEC,
  release: {
    id: "r",
    bytes: 1_000,
    isSigned: true,
    vendor: "Acme",
    models: ["A1"],
    expectedVersion: "2.0",
    versionIsPattern: false,
    versionEvidence: "Required",
    fromVersions: [],
  },
  startAt: null,
  startedAt: ago(3_600),
  deadlineAt: NOW + 10 ** 9,
  approvedAt: ago(7_200),
  failBase: 0,
  lostBase: 0,
  succeededBase: 0,
  acknowledgedAt: null,
  ...given,
});

export const aWave = (given: Partial<WaveFacts> = {}): WaveFacts => ({
  index: 0,
  gate: "Auto",
  rule: { ...WAVE_RULE, comparesSoak: false, success: 1, failureRateMax: null },
  status: "Running",
  releasedAt: null,
  overriddenAt: null,
  openedAt: ago(3_600),
  soakUntil: null,
  total: 10,
  active: 0,
  succeeded: 0,
  failed: 0,
  lost: 0,
  skipped: 0,
  expired: 0,
  cancelled: 0,
  ...given,
});

export const aStation = (given: Partial<StationFacts> = {}): StationFacts => ({
  id: 1,
  identity: "S1",
  siteId: 1,
  timeZone: "UTC",
  isRemoved: false,
  isBlocked: false,
  isOnline: true,
  epoch: 1,
  connectedAt: ago(9_000),
  disconnectedAt: null,
  vendor: "ACME ",
  model: "a1",
  serialNumber: "s",
  version: "1.0",
  bootedAt: ago(9_000),
  connectors: [{ evse: 1, connector: 1, status: "Available", toldAt: ago(10) }],
  hasSession: false,
  lock: null,
  isInOtherCampaign: false,
  isUpdatingByHand: false,
  triedAt: null,
  can: { plainUpdate: null, signedUpdate: null, statusTrigger: false, waitsByItself: true, tellsRequestId: true },
  connectionsSinceVerifying: 0,
  faultsSinceVerifying: 0,
  settings: {},
  restores: [],
  ...given,
});

export const aJob = (given: Partial<JobFacts> = {}): JobFacts => ({
  id: "j1",
  waveIndex: 0,
  stationId: 1,
  siteId: 1,
  generation: 1,
  place: 0,
  status: "Ready",
  reason: null,
  blockedBy: null,
  phase: null,
  attempts: 0,
  undelivered: 0,
  notBefore: null,
  readyAt: ago(60),
  statusAt: ago(60),
  verifyingAt: null,
  fromVersion: "1.0",
  lateOutcome: null,
  ask: null,
  attempt: null,
  past: [],
  station: aStation(),
  ...given,
});

type AttemptGiven = Omit<Partial<AttemptFacts>, "command"> & { readonly command?: Partial<AttemptFacts["command"]> };

export const anAttempt = ({ command, ...given }: AttemptGiven = {}): AttemptFacts => ({
  id: "a1",
  n: 1,
  openedAt: ago(11),
  isSigned: true,
  phase: null,
  progressAt: ago(10),
  installingAt: null,
  rebootingAt: null,
  reconcilingAt: null,
  epochAtOpen: 1,
  heardReportId: 0,
  before: {
    version: "1.0",
    serialNumber: "s",
    connectors: [{ evse: 1, connector: 1, status: "Available" }],
    settings: { HeartbeatInterval: "60" },
  },
  reports: [],
  grant: null,
  ...given,
  command: {
    id: "c1",
    number: 7,
    state: "Sent",
    sentAt: ago(10),
    epoch: 1,
    answerStatus: null,
    answeredAt: null,
    errorCode: null,
    ...command,
  },
});

/** One that its station accepted. */
export const accepted = (given: AttemptGiven = {}): AttemptFacts =>
  anAttempt({
    phase: "Accepted",
    ...given,
    command: { state: "WaitingForEffect", answerStatus: "Accepted", answeredAt: ago(9), ...given.command },
  });

export const aReport = (status: ReportFacts["status"], given: Partial<ReportFacts> = {}): ReportFacts => ({
  id: 1,
  status,
  requestId: 7,
  at: ago(5),
  ...given,
});

export const aSnapshot = (given: Partial<CampaignSnapshot> = {}): CampaignSnapshot => ({
  campaign: aCampaign(),
  waves: [aWave()],
  jobs: [aJob()],
  sites: new Map([[1, { id: 1, stations: 5, usableConnectors: 5, active: 0 }]]),
  isKilled: false,
  startsLastMinute: 0,
  downloadFailuresLately: 0,
  downloads: 0,
  soak: null,
  startProof: null,
  ...given,
});

/** What becomes of one job: its statuses in their order, each with the reason it was given, if any. */
export function becomes(job: JobFacts, given: Partial<CampaignSnapshot> = {}): readonly string[] {
  const changes = decide(aSnapshot({ jobs: [job], ...given }), NOW);
  return changes.flatMap((change) =>
    change.type === "Job" && change.set.status !== undefined
      ? [[change.set.status, change.set.reason].filter(Boolean).join(" ")]
      : [],
  );
}

export const typesOf = (changes: readonly CampaignChange[]): readonly string[] => changes.map(({ type }) => type);

/** What the campaign itself becomes. */
export function campaignBecomes(snapshot: CampaignSnapshot, now = NOW): readonly string[] {
  return decide(snapshot, now).flatMap((change) => {
    if (change.type !== "Campaign") return [];
    const { status, pauseCause, outcome } = change.set;
    return status === undefined ? [] : [[status, pauseCause, outcome].filter(Boolean).join(" ")];
  });
}

export function blockerOf(job: JobFacts, given: Partial<CampaignSnapshot> = {}): unknown {
  const changes = decide(aSnapshot({ jobs: [job], ...given }), NOW);
  const blocked = changes.findLast((change) => change.type === "Job" && change.set.blockedBy !== undefined);
  return blocked?.type === "Job" ? (blocked.set.blockedBy ?? null) : null;
}
