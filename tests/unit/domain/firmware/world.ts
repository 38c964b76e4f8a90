/**
 * An executable model of firmware campaigns: books, two engines, a gateway that claims and marks, then sends, and
 * stations. Every step is one transaction or one frame; between any two of them something may crash. What must never
 * be is noted in `broken`.
 */
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignSnapshot } from "@/lib/domain/firmware/campaign-snapshot";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import { isJobActive, isJobOver, isWaveOpen } from "@/lib/domain/firmware/campaign-states";
import { decide } from "@/lib/domain/firmware/decide";
import { type CampaignOrder, steer } from "@/lib/domain/firmware/steer";
import { openWindow } from "@/lib/domain/firmware/windows";
import {
  type AttemptRow,
  applyChanges,
  type Books,
  type CommandRow,
  campaignOf,
  commandOf,
  jobRow,
  recount,
  snapshotOf,
  stationOf,
  ZONE_OF,
} from "./world-books";
import { connect, hearNext, noteLink, receive, type Station, statusOf, work } from "./world-stations";

const SEND_BY_MS = 3_000;

/** Where a mutant is let in: around what `decide` sees and says, and in the gateway. The product knows none of them. */
export type Mutant = {
  readonly name: string;
  readonly see?: (snapshot: CampaignSnapshot) => CampaignSnapshot;
  readonly say?: (
    changes: readonly CampaignChange[],
    snapshot: CampaignSnapshot,
    books: Books,
  ) => readonly CampaignChange[];
  readonly sendsBeforeMark?: boolean;
  readonly ignoresSendBy?: boolean;
  readonly isZombie?: boolean;
  readonly ignoresSessions?: boolean;
  readonly forgetsObligations?: boolean;
};

export type Marks = Record<string, number>;
type Held = { campaignId: string; epoch: number; changes: readonly CampaignChange[]; version: number };

export class World {
  readonly broken: string[] = [];
  readonly marks: Marks = {};
  readonly sends: {
    number: number;
    stationId: number;
    jobId: string;
    kind: CommandRow["kind"];
    isDeclined: boolean;
  }[] = [];
  /** What the gateway holds in memory: commands it has marked and not written. */
  memory: { commandId: string; epoch: number; at: number; isStuck: boolean }[] = [];
  /** A tick that stands still between its decision and its commit. */
  stalled: Held | null = null;
  /** Per campaign that was aborted: what had been marked by then. */
  readonly sentAtAbort = new Map<string, ReadonlySet<string>>();
  ticks = 0;
  version = 0;

  readonly books: Books;
  readonly stations: readonly Station[];
  now: number;
  readonly mutant: Mutant | null;

  constructor({ books, stations, now, mutant }: Pick<World, "books" | "stations" | "now" | "mutant">) {
    this.books = books;
    this.stations = stations;
    this.now = now;
    this.mutant = mutant;
  }

  mark(name: string): void {
    this.marks[name] = (this.marks[name] ?? 0) + 1;
  }

  readonly breaks = (rule: string): void => {
    this.broken.push(rule);
  };

  // ---- engine

  private decided(campaignId: string): readonly CampaignChange[] {
    const snapshot = snapshotOf(this.books, campaignId, this.now);
    const changes = decide(this.mutant?.see?.(snapshot) ?? snapshot, this.now);
    return this.mutant?.say?.(changes, snapshot, this.books) ?? changes;
  }

  tick(campaignId: string): void {
    this.ticks += 1;
    this.commit(campaignId, this.decided(campaignId));
    if (this.ticks % 4 !== 0 || this.mutant !== null) return;
    const again = this.decided(campaignId);
    if (again.length > 0) this.breaks(`I20 a second tick at the same instant: ${JSON.stringify(again[0])}`);
  }

  /** It has decided, and is killed before it commits: nothing is left of it. */
  crashInTick(campaignId: string): void {
    this.decided(campaignId);
    this.mark("engineCrashes");
  }

  stall(campaignId: string): void {
    this.stalled = { campaignId, epoch: this.books.epoch, changes: this.decided(campaignId), version: this.version };
  }

  /** Another engine takes the lead: its lock was lost with its connection. */
  takeOver(): void {
    this.books.epoch += 1;
  }

  /** The paused one wakes up and wants to write. Its epoch is not the books' any more. */
  wake(): void {
    const held = this.stalled;
    this.stalled = null;
    if (held === null || held.changes.length === 0) return;
    if (held.epoch === this.books.epoch) return; // It still leads: a rolled back transaction, decided anew.
    this.mark("fenced");
    if (this.mutant?.isZombie === true) this.commit(held.campaignId, held.changes);
  }

  private commit(campaignId: string, changes: readonly CampaignChange[]): void {
    if (changes.length === 0) return;
    this.version += 1;
    const status = campaignOf(this.books, campaignId).facts.status;
    const openBefore = campaignOf(this.books, campaignId).waves.filter((wave) => isWaveOpen(wave.status));
    const attempts = this.books.attempts.length;
    applyChanges(this.books, { campaignId, changes, now: this.now, broken: this.breaks });
    if (this.mutant?.forgetsObligations === true) this.books.obligations.length = 0;
    for (const change of changes) this.note(change);
    const begun = this.books.attempts.slice(attempts);
    this.checkBegun(campaignId, begun);
    this.checkWaves(campaignId, openBefore.length);
    this.checkLimits(campaignId, begun);
    const now = campaignOf(this.books, campaignId).facts.status;
    if (now !== status && (now === "Aborting" || now === "Aborted")) this.noteAbort(campaignId);
  }

  private noteAbort(campaignId: string): void {
    if (this.sentAtAbort.has(campaignId)) return;
    const sent = this.books.commands.filter(({ sentAt, kind }) => sentAt !== null && kind === "Update");
    this.sentAtAbort.set(campaignId, new Set(sent.map(({ id }) => id)));
  }

  private note(change: CampaignChange): void {
    switch (change.type) {
      case "Campaign":
        if (change.set.status !== undefined) this.mark(`campaign ${change.set.status}`);
        return change.set.status === "Paused" ? this.mark(`paused ${change.set.pauseCause}`) : undefined;
      case "Wave":
        return this.mark(`wave ${change.set.status ?? "changes"}`);
      case "Job":
        if (change.set.lateOutcome !== undefined) this.mark("recovered");
        if (change.set.status === undefined) return;
        this.mark(NOTED[change.cause] ?? "moved");
        return this.mark(["job", change.set.status, change.set.reason].filter(Boolean).join(" "));
      case "CloseAttempt":
        return this.mark(`attempt ${change.outcome}`);
      case "RevokeCommand":
      case "RevokeGrant":
      case "CancelUpdate":
      case "Drain":
      case "RestoreDue":
      case "Ask":
      case "Learn":
      case "OpenAttempt":
      case "Attempt":
        return this.mark(change.type);
    }
  }

  // ---- rules

  private checkBegun(campaignId: string, begun: readonly AttemptRow[]): void {
    const { facts, waves } = campaignOf(this.books, campaignId);
    for (const attempt of begun) {
      if (facts.status !== "Running") this.breaks(`I6 an attempt is begun while ${facts.status}`);
      if (this.books.isKilled) this.breaks("I6 an attempt is begun while all rollouts are stopped");
      const job = jobRow(this.books, attempt.jobId);
      const before = waves.filter(({ index }) => index < job.waveIndex);
      if (before.some(({ status }) => status !== "Passed"))
        this.breaks("I7 a wave has attempts before the one ahead passed");
      const wave = waves.find(({ index }) => index === job.waveIndex);
      if (wave?.status !== "Running") this.mark("latePool");
      this.checkStation(facts.spec, job.id);
    }
  }

  private checkStation(spec: CampaignSpec, jobId: string): void {
    const station = stationOf(this.books, jobRow(this.books, jobId).stationId);
    if (station.isLocked) this.breaks("an attempt is begun at a locked station");
    this.checkWindow(spec, ZONE_OF(this.books, station.siteId));
    if (spec.sessionPolicy !== "LetStationWait" && station.hasSession)
      this.breaks("I16 a session is open at the dispatch");
    if (spec.sessionPolicy !== "Drain") return;
    this.mark("drained");
    const isOwed = this.books.obligations.some((one) => one.jobId === jobId && !one.isDone);
    if (!isOwed) this.breaks("an update is begun out of service without an obligation to restore");
  }

  private checkWindow(spec: CampaignSpec, zone: string): void {
    if (spec.windows.length === 0) return;
    this.mark("inWindow");
    const open = openWindow(spec.windows, zone, this.now);
    if (open === null || open.closesAt - this.now < spec.windowLeftSecondsMin * 1_000) {
      this.breaks("I15 dispatched outside of a window, or with too little left of it");
    }
  }

  private checkWaves(campaignId: string, openBefore: number): void {
    const { waves } = campaignOf(this.books, campaignId);
    const open = waves.filter(({ status }) => isWaveOpen(status));
    if (open.length > 1) this.breaks("I8 two waves are open");
    for (const wave of open) {
      const before = waves.filter(({ index }) => index < wave.index);
      if (before.some(({ status }) => status !== "Passed"))
        this.breaks("I8 a wave opened although the one ahead did not pass");
      if (wave.openedAt === this.now && openBefore === 0) this.mark(`opened ${Math.min(1, wave.index)}`);
    }
  }

  private checkLimits(campaignId: string, begun: readonly AttemptRow[]): void {
    const { facts } = campaignOf(this.books, campaignId);
    const active = this.books.jobs.filter((job) => job.campaignId === campaignId && isJobActive(job.status));
    if (active.length > facts.spec.inFlightMax) this.breaks(`I1 ${active.length} in flight`);
    for (const { id } of this.books.sites) {
      const there = this.books.jobs.filter((job) => job.siteId === id && isJobActive(job.status)).length;
      const isNew = begun.some(({ stationId }) => stationOf(this.books, stationId).siteId === id);
      if (isNew && there > facts.spec.inFlightPerSiteMax) this.breaks(`I1 ${there} in flight at one site`);
    }
    const open = new Set<number>();
    for (const { stationId, closedAt } of this.books.attempts) {
      if (closedAt !== null) continue;
      if (open.has(stationId)) this.breaks("I2 two open attempts at a station");
      open.add(stationId);
    }
  }

  // ---- people

  order(campaignId: string, order: CampaignOrder): boolean {
    const snapshot = snapshotOf(this.books, campaignId, this.now);
    const steered = steer(this.mutant?.see?.(snapshot) ?? snapshot, order, this.now);
    if (!steered.ok) return false;
    this.mark(`order ${order.type}`);
    this.commit(campaignId, this.mutant?.say?.(steered.value, snapshot, this.books) ?? steered.value);
    return true;
  }

  /** Whatever a patient approver would do to let it go on. */
  letGoOn(campaignId: string, { overrides }: { overrides: boolean }): void {
    const comment = "seen";
    if (overrides && this.order(campaignId, { type: "Override", comment })) return;
    if (this.order(campaignId, { type: "Resume", comment, isApprover: true })) return;
    if (this.order(campaignId, { type: "Release" })) return;
    this.order(campaignId, { type: "Override", comment });
  }

  kill(): void {
    this.books.isKilled = true;
    for (const { facts } of this.books.campaigns) this.order(facts.id, { type: "Kill" });
  }

  /** "Retry failed stations": a new generation in the wave that is held. */
  retryFailed(campaignId: string): void {
    const { facts, waves } = campaignOf(this.books, campaignId);
    const held = waves.find(({ status }) => status === "Held");
    if (facts.status !== "Paused" || held === undefined || held.failed === 0) return;
    for (const job of this.books.jobs.filter((one) => one.campaignId === campaignId && one.waveIndex === held.index)) {
      if (
        job.status !== "Failed" ||
        this.books.jobs.some(
          (one) => one.campaignId === campaignId && one.stationId === job.stationId && one.generation > job.generation,
        )
      )
        continue;
      this.books.jobs.push({
        ...job,
        id: `j${this.books.nextId++}`,
        generation: job.generation + 1,
        status: "Pending",
        reason: null,
        attempts: 0,
        undelivered: 0,
        statusAt: this.now,
        verifyingAt: null,
        askId: null,
        lateOutcome: null,
        phase: null,
      });
    }
    Object.assign(held, { status: "Running", soakUntil: null });
    recount(this.books, campaignId, held);
    this.mark("retried");
  }

  // ---- gateway

  /** Claim and mark are one transaction: what is not pending any more is not sent. */
  claim(): void {
    const row = this.books.commands.find(({ state, stationId }) => {
      return state === "Pending" && stationOf(this.books, stationId).isOnline;
    });
    if (row === undefined) return;
    const { epoch } = stationOf(this.books, row.stationId);
    if (this.mutant?.sendsBeforeMark === true) this.write(row, epoch);
    else Object.assign(row, { state: "Sent", sentAt: this.now, epoch });
    this.version += 1;
    this.memory.push({ commandId: row.id, epoch, at: this.now, isStuck: false });
  }

  /** `overtakes`: what was marked last is written first, as when another waits for the disk. */
  send(overtakes = false): void {
    const free = this.memory.filter(({ isStuck }) => !isStuck);
    const held = overtakes ? free.at(-1) : free[0];
    if (held === undefined) return;
    this.memory = this.memory.filter((one) => one !== held);
    const row = commandOf(this.books, held.commandId);
    this.version += 1;
    if (this.mutant?.sendsBeforeMark === true) {
      Object.assign(row, { state: "Sent", sentAt: this.now, epoch: held.epoch });
    } else if (this.mayWrite(row, held)) {
      this.write(row, held.epoch);
    } else {
      row.state = "NotSent";
      this.mark("notSent");
    }
  }

  /** Looked at in the gateway's memory, right before the write. */
  private mayWrite(row: CommandRow, held: { readonly epoch: number; readonly at: number }): boolean {
    const station = this.stationOf(row.stationId);
    const { ignoresSendBy, ignoresSessions } = this.mutant ?? {};
    if (this.now - held.at > SEND_BY_MS && ignoresSendBy !== true) return false;
    if (row.sparesSessions && station.isCharging && ignoresSessions !== true) return false;
    return station.isConnected && stationOf(this.books, row.stationId).epoch === held.epoch;
  }

  private write(row: CommandRow, epoch: number): void {
    const station = this.stationOf(row.stationId);
    if (!station.isConnected || stationOf(this.books, row.stationId).epoch !== epoch) return;
    if (this.sends.some(({ number }) => number === row.number))
      this.breaks(`I4 ${row.kind} ${row.number} is sent twice`);
    if (row.kind === "Update") this.checkSent(row, station);
    const before = station.queue.length;
    receive(station, row, () => this.clash(station, row));
    const answer = station.queue[before];
    const isDeclined = answer?.type === "Answer" && answer.state === "NotSupported";
    this.sends.push({ number: row.number, stationId: row.stationId, jobId: row.jobId, kind: row.kind, isDeclined });
  }

  private checkSent(row: CommandRow, station: Station): void {
    const sent = this.sentAtAbort.get(jobRow(this.books, row.jobId).campaignId);
    if (sent !== undefined && !sent.has(row.id)) this.breaks("I5 sent after the abort was committed");
    if (row.state === "Revoked") this.breaks("I5 a revoked command is sent");
    if (row.sparesSessions && station.isCharging) this.breaks("I16 sent while a car is charging");
  }

  /** Only a station that cannot be asked may have been given up while it was still at it. */
  private clash(station: Station, row: CommandRow): void {
    const isExcused =
      !station.traits.triggers &&
      this.books.attempts.some(
        (one) => one.stationId === station.id && one.closedAt !== null && GIVEN_UP.has(one.outcome ?? ""),
      );
    if (!isExcused) this.breaks(`I3 station ${station.id} got UpdateFirmware ${row.number} while updating`);
    else this.mark("excused");
  }

  /** The gateway stands still with what it marked last, between the mark and the write; others go on. */
  stick(): void {
    const last = this.memory.at(-1);
    if (last !== undefined) last.isStuck = true;
  }

  unstick(): void {
    for (const one of this.memory) one.isStuck = false;
  }

  crashGateway(): void {
    if (this.memory.length > 0) this.mark("gatewayCrashes");
    this.memory = [];
    // Every link goes with the process.
    for (const station of this.stations) this.drop(station);
  }

  // ---- stations

  stationOf(id: number): Station {
    const station = this.stations.find((one) => one.id === id);
    if (station === undefined) throw new Error(`no station ${id}`);
    return station;
  }

  drop(station: Station): void {
    if (!station.isConnected) return;
    station.isConnected = false;
    noteLink(this.books, station, this.now);
  }

  connect(station: Station): void {
    noteLink(this.books, station, this.now);
    connect(this.books, station, this.now);
  }

  plug(station: Station): void {
    if (station.isCharging) station.isCharging = false;
    else if (
      !station.isOut &&
      !station.isFaulted &&
      !station.isDead &&
      station.isConnected &&
      (station.update?.step ?? 0) < 2
    ) {
      station.isCharging = true;
    }
    const row = stationOf(this.books, station.id);
    row.hasSession = station.isCharging;
    row.status = statusOf(station);
    row.toldAt = this.now;
  }

  work(station: Station): void {
    const attempt = this.books.attempts.find(
      (one) => commandOf(this.books, one.commandId).number === station.update?.number,
    );
    const done = work(station, attempt?.grant.isRevoked !== true);
    if (done === "Fetched" && attempt !== undefined) {
      Object.assign(attempt.grant, { firstByteAt: this.now, lastByteAt: this.now, completedAt: this.now });
    }
    noteLink(this.books, station, this.now);
  }

  hear(station: Station): void {
    this.now += 1;
    hearNext(this.books, station, this.now);
  }

  /** Puts back what was taken out of service, once the order to take it out cannot come any more. */
  restore(): void {
    for (const one of this.books.obligations) {
      if (!one.isDue || one.isDone) continue;
      const drain = commandOf(this.books, one.drainId);
      const station = this.stationOf(one.stationId);
      if (drain.state === "Pending") drain.state = "Revoked";
      const isOnItsWay = this.memory.some(({ commandId }) => commandId === drain.id);
      if (!station.isConnected || isOnItsWay) continue;
      station.isOut = this.books.obligations.some(
        (other) => other !== one && other.stationId === one.stationId && !other.isDone,
      );
      one.isDone = true;
      this.mark("restored");
      const row = stationOf(this.books, station.id);
      row.status = statusOf(station);
      row.toldAt = this.now;
    }
  }

  /** No answer in time, or no link any more. */
  expireCommands(): void {
    for (const row of this.books.commands) {
      if (row.state === "Sent" && this.now - (row.sentAt ?? 0) > 40_000) row.state = "NoAnswer";
      if (row.state === "Pending" && this.now - row.createdAt > 120_000) row.state = "Expired";
    }
  }

  // ---- the end

  isOver(): boolean {
    return this.books.campaigns.every(({ facts }) => facts.status === "Completed" || facts.status === "Aborted");
  }

  checkEnd(): void {
    for (const { facts, waves } of this.books.campaigns) {
      if (facts.status !== "Completed" && facts.status !== "Aborted") {
        const jobs = this.books.jobs
          .filter((job) => job.campaignId === facts.id)
          .map(({ status, blockedBy }) => `${status}/${blockedBy}`);
        this.breaks(`I13 ${facts.id} stays ${facts.status}/${facts.pauseCause} ${jobs.join(" ")}`);
      }
      this.mark(`end ${facts.status}`);
      if (waves.some(({ status }) => isWaveOpen(status))) this.breaks("a wave stays open");
    }
    if (this.books.attempts.some(({ closedAt }) => closedAt === null)) this.breaks("I13 an attempt stays open");
    const open = this.books.commands.filter(
      ({ state, kind }) => kind === "Update" && (state === "Pending" || state === "Sent"),
    );
    if (open.length > 0) this.breaks("I13 an update stays in the outbox");
    if (this.books.obligations.some(({ isDone }) => !isDone)) this.breaks("I14 something stays out of service");
    if (this.stations.some(({ isOut }) => isOut)) this.breaks("I14 a station stays out of service");
    for (const job of this.books.jobs) this.checkJob(job.id);
  }

  private checkJob(jobId: string): void {
    const job = jobRow(this.books, jobId);
    const { facts } = campaignOf(this.books, job.campaignId);
    if (!isJobOver(job.status)) this.breaks(`I13 job ${job.id} stays ${job.status}`);
    const sends = this.sends.filter((one) => one.jobId === job.id && one.kind === "Update" && !one.isDeclined).length;
    if (sends > facts.spec.attemptsMax) this.breaks(`I10 ${sends} sends for ${job.id}`);
    const replayed = this.books.events.filter((event) => event.jobId === job.id).at(-1)?.to ?? "Pending";
    if (replayed !== job.status) this.breaks(`I18 the journal ends with ${replayed}, the job with ${job.status}`);
    if (job.status === "Succeeded") this.checkSuccess(jobId);
  }

  private checkSuccess(jobId: string): void {
    const job = jobRow(this.books, jobId);
    const { facts } = campaignOf(this.books, job.campaignId);
    const isWell = this.stationOf(job.stationId).version === "2";
    if (!isWell && job.isVerified !== false)
      this.breaks(`I11 job ${job.id} succeeded and its station runs the old version`);
    if (job.isVerified !== true && facts.release.versionEvidence === "Required")
      this.breaks("I11 succeeded without proof");
    const verifying = job.verifyingAt ?? Number.POSITIVE_INFINITY;
    if (job.statusAt - verifying < facts.spec.healthSeconds * 1_000)
      this.breaks("I11 succeeded before the health time was over");
  }
}

const NOTED: Readonly<Record<string, string>> = { Adopted: "adopted", OtherFamily: "otherFamily" };

const GIVEN_UP: ReadonlySet<string> = new Set([
  "Lost",
  "NotStarted",
  "ForeignUpdate",
  "InstallFailed",
  "VersionMismatch",
  "DownloadFailed",
]);
