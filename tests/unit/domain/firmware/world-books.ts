/** The books of the model: what PostgreSQL keeps, and one transaction's worth of changes written into it. */
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type {
  AttemptFacts,
  CampaignFacts,
  CampaignSnapshot,
  JobFacts,
  ReportFacts,
  SoakFigures,
  StationFacts,
  WaveFacts,
} from "@/lib/domain/firmware/campaign-snapshot";
import { isJobActive, isJobOver, rankOf } from "@/lib/domain/firmware/campaign-states";
import type { ConnectorStatus } from "@/lib/domain/station";
import type { CommandState } from "@/lib/domain/station-command";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type CommandRow = {
  id: string;
  number: number;
  stationId: number;
  kind: "Update" | "Cancel" | "Status" | "Boot" | "Drain";
  isSigned: boolean;
  /** May it be written while a car is charging? */
  sparesSessions: boolean;
  state: CommandState;
  createdAt: number;
  sentAt: number | null;
  epoch: number | null;
  answerStatus: string | null;
  answeredAt: number | null;
  errorCode: string | null;
  jobId: string;
};
export type AttemptRow = {
  id: string;
  jobId: string;
  campaignId: string;
  stationId: number;
  n: number;
  openedAt: number;
  closedAt: number | null;
  outcome: string | null;
  isSigned: boolean;
  facts: Mutable<
    Pick<AttemptFacts, "phase" | "progressAt" | "installingAt" | "rebootingAt" | "reconcilingAt" | "heardReportId">
  >;
  epochAtOpen: number;
  commandId: string;
  before: AttemptFacts["before"];
  grant: Mutable<NonNullable<AttemptFacts["grant"]>>;
};
export type JobRow = Mutable<Omit<JobFacts, "ask" | "attempt" | "past" | "station">> & {
  campaignId: string;
  askId: string | null;
  seenVersion: string | null;
  isVerified: boolean | null;
};
export type StationRow = {
  id: number;
  siteId: number;
  isOnline: boolean;
  epoch: number;
  connectedAt: number | null;
  disconnectedAt: number | null;
  version: string | null;
  bootedAt: number | null;
  status: ConnectorStatus;
  toldAt: number;
  hasSession: boolean;
  isLocked: boolean;
  can: { plainUpdate: boolean | null; signedUpdate: boolean | null; statusTrigger: boolean | null };
  waitsByItself: boolean;
  tellsRequestId: boolean;
  connections: number[];
  faults: number[];
};
export type Obligation = {
  id: string;
  stationId: number;
  jobId: string;
  isDue: boolean;
  isDone: boolean;
  drainId: string;
};
export type CampaignRow = {
  facts: Mutable<CampaignFacts>;
  waves: Mutable<WaveFacts>[];
};
export type JobEvent = { at: number; jobId: string; from: string; to: string; cause: string };

export type Books = {
  epoch: number;
  isKilled: boolean;
  campaigns: CampaignRow[];
  jobs: JobRow[];
  attempts: AttemptRow[];
  commands: CommandRow[];
  reports: (ReportFacts & { stationId: number })[];
  stations: StationRow[];
  obligations: Obligation[];
  sites: { id: number; timeZone: string }[];
  events: JobEvent[];
  nextId: number;
  soak: SoakFigures | null;
};

export const ZONE_OF = (books: Books, siteId: number): string =>
  books.sites.find(({ id }) => id === siteId)?.timeZone ?? "UTC";

export function campaignOf(books: Books, id: string): CampaignRow {
  const row = books.campaigns.find(({ facts }) => facts.id === id);
  if (row === undefined) throw new Error(`no campaign ${id}`);
  return row;
}

const openAttempt = (books: Books, jobId: string): AttemptRow | undefined =>
  books.attempts.find((row) => row.jobId === jobId && row.closedAt === null);

const MINUTE = 60_000;

export function snapshotOf(books: Books, campaignId: string, now: number): CampaignSnapshot {
  const { facts, waves } = campaignOf(books, campaignId);
  const own = books.attempts.filter((row) => row.campaignId === campaignId);
  const failedSince = Math.max(now - 10 * MINUTE, facts.acknowledgedAt ?? 0);
  return {
    campaign: { ...facts },
    waves: waves.map((wave) => ({ ...wave })),
    jobs: books.jobs
      .filter((job) => job.campaignId === campaignId && (!isJobOver(job.status) || isLostYet(job)))
      .map((job) => jobFacts(books, job, campaignId)),
    sites: new Map(books.sites.map(({ id }) => [id, siteFacts(books, id)])),
    isKilled: books.isKilled,
    startsLastMinute: own.filter(({ openedAt }) => openedAt > now - MINUTE).length,
    downloadFailuresLately: own.filter(
      ({ closedAt, outcome }) => closedAt !== null && closedAt > failedSince && outcome === "DownloadFailed",
    ).length,
    downloads: books.attempts.filter((row) => {
      const status = books.jobs.find(({ id }) => id === row.jobId)?.status ?? "";
      return (
        row.closedAt === null &&
        row.grant.completedAt === null &&
        ["Dispatching", "InProgress", "Reconciling"].includes(status) &&
        rankOf(row.facts.phase) <= rankOf("Downloading")
      );
    }).length,
    soak: books.soak,
    startProof: "AsApproved",
  };
}

const isLostYet = (job: JobRow): boolean => job.reason === "Lost" && job.lateOutcome === null;

function siteFacts(books: Books, id: number) {
  const stations = books.stations.filter(({ siteId }) => siteId === id);
  return {
    id,
    stations: stations.length,
    usableConnectors: stations.filter(
      ({ isOnline, status }) => isOnline && status !== "Faulted" && status !== "Unavailable",
    ).length,
    active: books.jobs.filter(({ siteId, status }) => siteId === id && isJobActive(status)).length,
  };
}

function jobFacts(books: Books, job: JobRow, campaignId: string): JobFacts {
  const { campaignId: _, askId, seenVersion: __, isVerified: ___, ...facts } = job;
  return {
    ...facts,
    ask: askFacts(books, askId, job.stationId),
    attempt: attemptFacts(books, job.id),
    past: books.attempts
      .filter((row) => row.jobId === job.id && row.closedAt !== null)
      .map((row) => ({ outcome: row.outcome ?? "", closedAt: row.closedAt ?? 0 })),
    station: stationFacts(books, job, campaignId),
  };
}

function askFacts(books: Books, askId: string | null, stationId: number): JobFacts["ask"] {
  const row = books.commands.find(({ id }) => id === askId);
  if (row === undefined || (row.kind !== "Status" && row.kind !== "Boot")) return null;
  const report =
    row.answeredAt === null
      ? undefined
      : books.reports.find(
          (told) => told.stationId === stationId && told.at >= Math.max(row.sentAt ?? 0, (row.answeredAt ?? 0) - 1_000),
        );
  return {
    id: row.id,
    what: row.kind === "Boot" ? "Boot" : "FirmwareStatus",
    askedAt: row.createdAt,
    state: row.state,
    sentAt: row.sentAt,
    epoch: row.epoch,
    report: report ?? null,
  };
}

function attemptFacts(books: Books, jobId: string): AttemptFacts | null {
  const row = openAttempt(books, jobId);
  if (row === undefined) return null;
  const command = commandOf(books, row.commandId);
  const { id, number, state, sentAt, epoch, answerStatus, answeredAt, errorCode } = command;
  return {
    id: row.id,
    n: row.n,
    openedAt: row.openedAt,
    isSigned: row.isSigned,
    ...row.facts,
    epochAtOpen: row.epochAtOpen,
    before: row.before,
    command: { id, number, state, sentAt, epoch, answerStatus, answeredAt, errorCode },
    reports: books.reports.filter((told) => told.stationId === row.stationId && told.id > row.facts.heardReportId),
    grant: { ...row.grant },
  };
}

function stationFacts(books: Books, job: JobRow, campaignId: string): StationFacts {
  const row = stationOf(books, job.stationId);
  const since = job.verifyingAt;
  return {
    id: row.id,
    identity: `S${row.id}`,
    siteId: row.siteId,
    timeZone: ZONE_OF(books, row.siteId),
    isRemoved: false,
    isBlocked: false,
    isOnline: row.isOnline,
    epoch: row.epoch,
    connectedAt: row.connectedAt,
    disconnectedAt: row.disconnectedAt,
    vendor: "Acme",
    model: "A1",
    serialNumber: "1",
    version: row.version,
    bootedAt: row.bootedAt,
    connectors: [{ evse: 1, connector: 1, status: row.status, toldAt: row.toldAt }],
    hasSession: row.hasSession,
    lock: row.isLocked ? { reason: "no" } : null,
    isInOtherCampaign: books.attempts.some(
      (one) => one.stationId === row.id && one.closedAt === null && one.campaignId !== campaignId,
    ),
    isUpdatingByHand: false,
    triedAt: triedAt(books, row.id),
    can: { ...row.can, waitsByItself: row.waitsByItself, tellsRequestId: row.tellsRequestId },
    connectionsSinceVerifying: since === null ? 0 : row.connections.filter((at) => at > since).length,
    faultsSinceVerifying: since === null ? 0 : row.faults.filter((at) => at > since).length,
    settings: {},
    restores: books.obligations
      .filter((one) => one.stationId === row.id && one.jobId === job.id)
      .map((one) => ({
        id: one.id,
        jobId: one.jobId,
        evse: 0,
        orderedAt: commandOf(books, one.drainId).createdAt,
        isDrained:
          !one.isDone &&
          (row.status === "Unavailable" || row.status === "Faulted") &&
          commandOf(books, one.drainId).state !== "Pending",
        isDue: one.isDue,
        isDone: one.isDone,
      })),
  };
}

function triedAt(books: Books, stationId: number): number | null {
  const sent = books.attempts.filter(
    (one) => one.stationId === stationId && commandOf(books, one.commandId).sentAt !== null,
  );
  const instants = sent.flatMap(({ commandId, closedAt }) => [commandOf(books, commandId).sentAt ?? 0, closedAt ?? 0]);
  return instants.length === 0 ? null : Math.max(...instants);
}

export function stationOf(books: Books, id: number): StationRow {
  const row = books.stations.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no station ${id}`);
  return row;
}

export function commandOf(books: Books, id: string): CommandRow {
  const row = books.commands.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no command ${id}`);
  return row;
}

export function jobRow(books: Books, id: string): JobRow {
  const row = books.jobs.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no job ${id}`);
  return row;
}

const attemptRow = (books: Books, id: string): AttemptRow => {
  const row = books.attempts.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no attempt ${id}`);
  return row;
};

export type Broken = (rule: string) => void;

/** One transaction: all of it, in its order. `broken` hears of what a database would have refused. */
export function applyChanges(
  books: Books,
  {
    campaignId,
    changes,
    now,
    broken,
  }: { campaignId: string; changes: readonly CampaignChange[]; now: number; broken: Broken },
): void {
  const campaign = campaignOf(books, campaignId);
  for (const change of changes) applyOne(books, campaign, { change, now, broken });
  for (const wave of campaign.waves) recount(books, campaignId, wave);
}

function applyOne(
  books: Books,
  campaign: CampaignRow,
  { change, now, broken }: { change: CampaignChange; now: number; broken: Broken },
): void {
  switch (change.type) {
    case "Campaign": {
      const { pauseEvidence: _, finishedAt: __, ...set } = change.set;
      Object.assign(campaign.facts, set);
      return;
    }
    case "Wave": {
      const { verdict: _, closedAt: __, ...set } = change.set;
      const wave = campaign.waves.find(({ index }) => index === change.index);
      if (wave !== undefined) Object.assign(wave, set);
      return;
    }
    case "Job":
      return applyJob(books, change, { now, broken });
    case "OpenAttempt":
      return open(books, campaign, { change, now, broken });
    case "Attempt":
    case "CloseAttempt":
      return applyAttempt(books, change, { now, broken });
    case "RevokeCommand": {
      const command = commandOf(books, change.commandId);
      if (command.state !== "Pending") broken(`a ${command.state} command is revoked`);
      command.state = "Revoked";
      return;
    }
    case "RevokeGrant":
      attemptRow(books, change.attemptId).grant.isRevoked = true;
      return;
    case "CancelUpdate":
      return void addCommand(books, jobRow(books, change.jobId), { kind: "Cancel", now });
    case "Ask": {
      const job = jobRow(books, change.jobId);
      job.askId = addCommand(books, job, { kind: change.what === "Boot" ? "Boot" : "Status", now }).id;
      return;
    }
    case "Learn": {
      const { type: _, stationId, ...learnt } = change;
      Object.assign(stationOf(books, stationId).can, learnt);
      return;
    }
    case "Drain":
      return applyDrain(books, jobRow(books, change.jobId), now);
    case "RestoreDue":
      for (const one of books.obligations) if (one.jobId === change.jobId && !one.isDone) one.isDue = true;
      return;
  }
}

type ChangeOf<T extends CampaignChange["type"]> = Extract<CampaignChange, { readonly type: T }>;
type Applying = { readonly now: number; readonly broken: Broken };

function applyJob(books: Books, change: ChangeOf<"Job">, { now, broken }: Applying): void {
  const job = jobRow(books, change.jobId);
  const { status } = change.set;
  if (status !== undefined) {
    if (isJobOver(job.status)) broken(`I9 job ${job.id} was ${job.status} and becomes ${status}`);
    books.events.push({ at: now, jobId: job.id, from: job.status, to: status, cause: change.cause });
    job.statusAt = now;
  }
  const { evidence: _, ...set } = change.set;
  Object.assign(job, set);
}

function applyAttempt(books: Books, change: ChangeOf<"Attempt" | "CloseAttempt">, { now, broken }: Applying): void {
  const row = attemptRow(books, change.attemptId);
  if (row.closedAt !== null) broken("I9 a closed attempt changes");
  if (change.type === "CloseAttempt") {
    Object.assign(row, { closedAt: now, outcome: change.outcome });
    return;
  }
  const { evidence: _, ...set } = change.set;
  if (set.phase !== undefined && rankOf(set.phase) < rankOf(row.facts.phase)) broken("I19 a phase went back");
  Object.assign(row.facts, set);
}

function applyDrain(books: Books, { id: jobId, stationId }: JobRow, now: number): void {
  const id = `o${books.nextId++}`;
  const drain = addCommand(books, jobRow(books, jobId), { kind: "Drain", now });
  books.obligations.push({ id, stationId, jobId, isDue: false, isDone: false, drainId: drain.id });
}

type Opening = { change: Extract<CampaignChange, { type: "OpenAttempt" }>; now: number; broken: Broken };

function open(books: Books, campaign: CampaignRow, { change, now, broken }: Opening): void {
  const job = jobRow(books, change.jobId);
  if (books.attempts.some((row) => row.stationId === job.stationId && row.closedAt === null)) {
    broken(`I2 two open attempts at station ${job.stationId}`);
  }
  const station = stationOf(books, job.stationId);
  const command = addCommand(books, job, { kind: "Update", now, isSigned: change.isSigned });
  command.sparesSessions = campaign.facts.spec.sessionPolicy !== "LetStationWait" || !station.waitsByItself;
  books.attempts.push({
    id: `a${books.nextId++}`,
    jobId: job.id,
    campaignId: campaign.facts.id,
    stationId: job.stationId,
    n: change.n,
    openedAt: now,
    closedAt: null,
    outcome: null,
    isSigned: change.isSigned,
    facts: {
      phase: null,
      progressAt: now,
      installingAt: null,
      rebootingAt: null,
      reconcilingAt: null,
      heardReportId: books.reports.at(-1)?.id ?? 0,
    },
    epochAtOpen: station.epoch,
    commandId: command.id,
    before: {
      version: station.version,
      serialNumber: "1",
      connectors: [{ evse: 1, connector: 1, status: station.status }],
      settings: {},
    },
    grant: { bytesReached: 0, firstByteAt: null, lastByteAt: null, completedAt: null, isRevoked: false },
  });
}

function addCommand(
  books: Books,
  job: JobRow,
  { kind, now, isSigned = false }: { kind: CommandRow["kind"]; now: number; isSigned?: boolean },
): CommandRow {
  const number = books.nextId++;
  const row: CommandRow = {
    id: `c${number}`,
    number,
    stationId: job.stationId,
    kind,
    isSigned,
    sparesSessions: false,
    state: "Pending",
    createdAt: now,
    sentAt: null,
    epoch: null,
    answerStatus: null,
    answeredAt: null,
    errorCode: null,
    jobId: job.id,
  };
  books.commands.push(row);
  return row;
}

/** GROUP BY, the latest generation of each station alone. */
export function recount(books: Books, campaignId: string, wave: Mutable<WaveFacts>): void {
  const latest = new Map<number, JobRow>();
  for (const job of books.jobs) {
    if (job.campaignId !== campaignId || job.waveIndex !== wave.index) continue;
    if (job.generation >= (latest.get(job.stationId)?.generation ?? 0)) latest.set(job.stationId, job);
  }
  const jobs = [...latest.values()];
  const count = (status: string): number => jobs.filter((job) => job.status === status).length;
  wave.total = jobs.length;
  wave.active = jobs.filter(({ status }) => isJobActive(status)).length;
  wave.succeeded = count("Succeeded");
  wave.failed = count("Failed");
  wave.lost = jobs.filter(({ status, reason }) => status === "Failed" && reason === "Lost").length;
  wave.skipped = count("Skipped");
  wave.expired = count("Expired");
  wave.cancelled = count("Cancelled");
}
