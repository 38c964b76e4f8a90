/** What must hold after every transaction of an engine or a person (I1, I2, I5–I9, I15, I16, I19), held against the truth. */
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import { isJobActive, isJobOver, isWaveOpen, rankOf } from "@/lib/domain/firmware/campaign-states";
import { openWindow } from "@/lib/domain/firmware/windows";
import type { AttemptSeen, BooksSeen, JobSeen } from "./world-books";
import type { Planned, Sim } from "./world-fleet";

export type Marking = {
  readonly breaks: (rule: string) => void;
  readonly mark: (name: string) => void;
};
type Watched = Marking & { readonly campaigns: readonly Planned[]; readonly sims: readonly Sim[] };

/** What was begun since the books were read before. */
type Begun = { readonly books: BooksSeen; readonly begun: readonly AttemptSeen[]; readonly now: number };

export class Watch {
  /** By the number that its command has on the wire. */
  readonly attempts = new Map<number, AttemptSeen>();
  /** Per campaign that was aborted: the numbers that had been sent by then. */
  readonly sentAtAbort = new Map<string, ReadonlySet<number>>();
  private readonly over = new Map<string, string>();
  private readonly closed = new Map<string, string | null>();
  private readonly ranks = new Map<string, number>();
  private readonly statuses = new Map<string, string>();
  private readonly to: Watched;

  constructor(to: Watched) {
    this.to = to;
  }

  /** `now`: of the step after which the books were read. */
  look(books: BooksSeen, { now, isKilled }: { readonly now: number; readonly isKilled: boolean }): void {
    const begun = books.attempts.filter(({ number }) => !this.attempts.has(number));
    for (const attempt of books.attempts) this.follow(attempt);
    for (const attempt of begun) this.checkBegun(attempt, { books, begun, now, isKilled });
    for (const job of books.jobs) this.checkEnds(job);
    for (const { id, spec } of this.to.campaigns) {
      this.checkWaves(books, id);
      const active = books.jobs.filter((job) => job.campaignId === id && isJobActive(job.status));
      if (active.length > spec.inFlightMax) this.to.breaks(`I1 ${active.length} in flight`);
    }
    this.checkStations(books);
    for (const campaign of books.campaigns) this.followCampaign(books, campaign);
  }

  /** I9, I19 */
  private follow(attempt: AttemptSeen): void {
    const { id, number, isClosed, outcome, phase } = attempt;
    this.attempts.set(number, attempt);
    const rank = this.ranks.get(id) ?? -1;
    if (rankOf(phase) < rank) this.to.breaks(`I19 the phase of ${number} went back to ${phase}`);
    this.ranks.set(id, rankOf(phase));
    if (this.closed.has(id) && (!isClosed || this.closed.get(id) !== outcome))
      this.to.breaks(`I9 attempt ${number} was closed and is another`);
    if (!isClosed || this.closed.has(id)) return;
    this.closed.set(id, outcome);
    this.to.mark(`attempt ${outcome}`);
  }

  /** I9 */
  private checkEnds({ id, status }: JobSeen): void {
    const was = this.over.get(id) ?? status;
    if (was !== status) this.to.breaks(`I9 a job that was ${was} is ${status}`);
    if (isJobOver(status)) this.over.set(id, status);
  }

  private checkBegun(
    attempt: AttemptSeen,
    { books, begun, now, isKilled }: Begun & { readonly isKilled: boolean },
  ): void {
    const { breaks, mark } = this.to;
    const campaign = books.campaigns.find(({ id }) => id === attempt.campaignId);
    if (campaign?.status !== "Running") breaks(`I6 an attempt is begun while ${campaign?.status}`);
    if (isKilled) breaks("I6 an attempt is begun while all rollouts are stopped");
    const job = books.jobs.find(({ id }) => id === attempt.jobId);
    if (job === undefined) return breaks("an attempt has no job");
    const waves = books.waves.filter(({ campaignId }) => campaignId === job.campaignId);
    if (waves.some(({ index, status }) => index < job.waveIndex && status !== "Passed"))
      breaks("I7 a wave has attempts before the one ahead passed");
    if (waves.find(({ index }) => index === job.waveIndex)?.status !== "Running") mark("latePool");
    // Of a round over several campaigns: what was begun after it was not there yet.
    const later = begun.filter(({ number }) => number > attempt.number);
    this.checkPlace(job, { books, begun: later, now });
  }

  /** I1, I15, I16: the station, its site and its hour. */
  private checkPlace(job: JobSeen, { books, begun: later, now }: Begun): void {
    const { breaks, sims, campaigns } = this.to;
    const sim = sims.find(({ id }) => id === job.stationId);
    const spec = campaigns.find(({ id }) => id === job.campaignId)?.spec;
    if (sim === undefined || spec === undefined) return breaks("an attempt is of nobody");
    if (books.locked.includes(sim.id)) breaks("an attempt is begun at a locked station");
    const there = books.jobs.filter(({ id: jobId, stationId, status }) => {
      const isThere = isJobActive(status) && !later.some((one) => one.jobId === jobId);
      return isThere && sims.find(({ id }) => id === stationId)?.siteId === sim.siteId;
    });
    if (there.length > spec.inFlightPerSiteMax) breaks(`I1 ${there.length} in flight at one site`);
    this.checkWindow(spec, sim.timeZone, now);
    this.checkSessions(job, spec, sim);
  }

  private checkWindow({ windows, windowLeftSecondsMin }: CampaignSpec, timeZone: string, now: number): void {
    if (windows.length === 0) return;
    this.to.mark("inWindow");
    const open = openWindow(windows, timeZone, now);
    if (open === null || open.closesAt - now < windowLeftSecondsMin * 1_000)
      this.to.breaks("I15 dispatched outside of a window, or with too little left of it");
  }

  private checkSessions(job: JobSeen, spec: CampaignSpec, sim: Sim): void {
    const { breaks, mark } = this.to;
    if (spec.sessionPolicy !== "LetStationWait" && sim.station.isCharging)
      breaks("I16 a session is open at the dispatch");
    if (spec.sessionPolicy !== "Drain") return;
    mark("drained");
    if (!job.isOwed) breaks("an update is begun out of service without an obligation to restore");
  }

  /** I8 */
  private checkWaves(books: BooksSeen, campaignId: string): void {
    const waves = books.waves.filter((wave) => wave.campaignId === campaignId);
    const open = waves.filter(({ status }) => isWaveOpen(status));
    if (open.length > 1) this.to.breaks("I8 two waves are open");
    for (const wave of open) {
      if (waves.some(({ index, status }) => index < wave.index && status !== "Passed"))
        this.to.breaks("I8 a wave opened although the one ahead did not pass");
    }
    if (waves.some(({ status }) => status === "Passed")) this.to.mark("wave Passed");
  }

  /** I2 */
  private checkStations({ attempts }: BooksSeen): void {
    const open = attempts.filter(({ isClosed }) => !isClosed);
    if (new Set(open.map(({ stationId }) => stationId)).size < open.length)
      this.to.breaks("I2 two open attempts at a station");
  }

  /** I5: at the commit of an abort, by a person or by the error rule, nothing is left to be sent. */
  private followCampaign(books: BooksSeen, { id, status, pauseCause }: BooksSeen["campaigns"][number]): void {
    const before = this.statuses.get(id);
    if (before === status) return;
    this.statuses.set(id, status);
    if (status === "Paused") this.to.mark(`paused ${pauseCause}`);
    const unsent = books.attempts.filter((one) => one.campaignId === id && one.isPending);
    if (status !== "Running" && unsent.length > 0) this.to.breaks(`I5 ${status} leaves ${unsent.length} unsent`);
    if ((status !== "Aborting" && status !== "Aborted") || this.sentAtAbort.has(id)) return;
    const sent = books.attempts.filter((one) => one.campaignId === id && one.isSent);
    this.sentAtAbort.set(id, new Set(sent.map(({ number }) => number)));
  }
}
