/**
 * Campaigns with their stations in a real database, and everything that can happen to them as a step of its own: the
 * rounds of two engines, the gateway's claims and writes, people, links, time, and crashes between any two of them and
 * in the middle of a transaction. Stations are those of the pure model: what they truly did is known here, and held
 * against what the books say. What must never be is noted in `broken`.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import { isCampaignOver } from "@/lib/domain/firmware/campaign-states";
import { type CampaignOrder, steer } from "@/lib/domain/firmware/steer";
import { retryFailed } from "@/lib/services/campaigns/retry-failed";
import { settleLostCommands } from "@/lib/services/commands/expire-commands";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { letRolloutsGoOn, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { takeLead } from "@/lib/services/rollout/lead";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { tickCampaign } from "@/lib/services/rollout/tick-campaign";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import { NIGHT } from "../../unit/domain/firmware/world-histories";
import { cutOff, type Victim, type Written } from "./frozen-work";
import { type BooksSeen, hashOfBooks, readBooks } from "./world-books";
import { Watch } from "./world-checks";
import { checkEnd, checkLeft } from "./world-ends";
import type { Planned, Sim } from "./world-fleet";
import { settleEffects } from "./world-frames";
import { Wire } from "./world-wire";

const ENGINE = { kind: "system", id: "engine", name: "Kituo" } as const;
const ADMIN = { kind: "operator", id: "carol", name: "Carol", role: "admin" } as const;

type Made = {
  readonly db: Database;
  readonly victim: Victim;
  readonly sims: readonly Sim[];
  readonly campaigns: readonly Planned[];
};

export class World {
  readonly broken: string[] = [];
  readonly marks: Record<string, number> = {};
  readonly db: Database;
  readonly sims: readonly Sim[];
  readonly campaigns: readonly Planned[];
  readonly wire: Wire;
  readonly ctx: ServiceContext;
  now = NIGHT;
  lead = 0;
  books: BooksSeen | null = null;
  isKilled = false;
  private readonly victim: Victim;
  private readonly watch: Watch;
  private readonly ids: readonly string[];
  private readonly people: ServiceContext;
  /** The lead of an engine that stands still since. */
  private stalled: number | null = null;

  constructor({ db, victim, sims, campaigns }: Made) {
    this.db = db;
    this.victim = victim;
    this.sims = sims;
    this.campaigns = campaigns;
    this.ids = campaigns.map(({ id }) => id);
    this.ctx = { db, now: () => new Date(this.now), actor: ENGINE };
    this.people = { ...this.ctx, actor: ADMIN };
    const to = { breaks: this.breaks, mark: this.mark };
    this.watch = new Watch({ ...to, campaigns, sims });
    const { attempts, sentAtAbort } = this.watch;
    this.wire = new Wire({ ...to, ctx: this.ctx, sims, campaigns, attempts, sentAtAbort });
  }

  readonly mark = (name: string): void => {
    this.marks[name] = (this.marks[name] ?? 0) + 1;
  };
  readonly breaks = (rule: string): void => {
    this.broken.push(rule);
  };

  /** Reads the books after a step that may have changed them. */
  async look(): Promise<BooksSeen> {
    this.books = await readBooks(this.db, this.ids);
    this.watch.look(this.books, { now: this.now, isKilled: this.isKilled });
    return this.books;
  }

  campaignAt(place: number): string {
    return this.ids[place % this.ids.length] ?? "";
  }

  private hash(): Promise<string> {
    return hashOfBooks(this.db, this.ids);
  }

  // ---- engines

  /** The images are as they were verified: what a campaign starts with otherwise has tests of its own. */
  private readonly images = {
    proofOf: (releaseId: string) => this.campaigns.find(({ image }) => image.releaseId === releaseId)?.image ?? null,
    stop: async () => Promise.resolve(),
  };

  /** One step of one campaign. */
  tick(campaignId: string, lead: number, db = this.db) {
    const image = this.campaigns.find(({ id }) => id === campaignId)?.image ?? null;
    return tickCampaign({ ...this.ctx, db }, { campaignId, lead, image });
  }

  /** A round of whoever leads. Returns how much it changed. */
  async round(): Promise<number> {
    await settleLostCommands(this.ctx);
    await settleEffects(this.ctx, this.sims);
    const { ticks, isLed } = await tickCampaigns(this.ctx, { lead: this.lead, onFailed, images: this.images });
    if (!isLed) this.breaks("I21 the leader does not lead");
    for (const _ of ticks) this.mark("ticks");
    const changes = ticks.flatMap((tick) => tick.changes);
    this.note(changes);
    this.wire.mayHaveOrders();
    await this.look();
    return changes.length;
  }

  /** I20: a tick at the same instant finds nothing to do. */
  async tickTwice(campaignId: string): Promise<void> {
    const first = await this.tick(campaignId, this.lead);
    this.note(first?.changes ?? []);
    await this.look();
    const before = await this.hash();
    const again = await this.tick(campaignId, this.lead);
    for (const mark of ["ticks", "ticks", "twice"]) this.mark(mark);
    const [change] = again?.changes ?? [];
    if (change !== undefined) this.breaks(`I20 a second tick at the same instant: ${JSON.stringify(change)}`);
    if ((await this.hash()) !== before) this.breaks("I20 a second tick at the same instant wrote something");
    this.wire.mayHaveOrders();
  }

  /** The engine is killed in the middle of its tick: nothing is left of that. */
  async crashEngine(campaignId: string, at: Written): Promise<void> {
    const before = await this.hash();
    const isHit = await this.cutOff(campaignId, at);
    if (!isHit) return void (await this.look());
    this.mark("engineCrashes");
    if ((await this.hash()) !== before) this.breaks("a tick that was cut off left something");
    // Whoever starts next takes the lead.
    await this.takeOver();
  }

  private cutOff(campaignId: string, at: Written, meanwhile?: () => void): Promise<boolean> {
    const work = (db: Database) => this.tick(campaignId, this.lead, db);
    this.wire.mayHaveOrders();
    return cutOff(this.db, this.victim, { at, work, ...(meanwhile === undefined ? {} : { meanwhile }) });
  }

  /** The engine stands still before its next transaction. */
  stall(): void {
    this.stalled ??= this.lead;
  }

  async takeOver(): Promise<void> {
    this.lead = await takeLead(this.ctx, "another");
  }

  /**
   * Another engine takes the lead while this one stands still in its transaction: it has to wait for that, and once it
   * leads, nothing of the transaction is there.
   */
  async takeOverWithin(campaignId: string, at: Written): Promise<void> {
    const before = await this.hash();
    const taking: Promise<number>[] = [];
    const isHit = await this.cutOff(campaignId, at, () => void taking.push(takeLead(this.ctx, "another")));
    if (!isHit) return void (await this.look());
    this.stalled ??= this.lead;
    this.lead = (await Promise.all(taking))[0] ?? 0;
    this.mark("engineCrashes");
    this.mark("takenWithin");
    if ((await this.hash()) !== before) this.breaks("I21 a leader that was cut off left something");
  }

  /** I21: the one that stood still wakes up, and goes on. If the lead is another's by now, it writes nothing. */
  async wake(campaignId: string): Promise<void> {
    const lead = this.stalled;
    this.stalled = null;
    if (lead === null || lead === this.lead) return;
    this.mark("fenced");
    const before = await this.hash();
    const tick = await this.tick(campaignId, lead);
    const { isLed } = await tickCampaigns(this.ctx, { lead, onFailed, images: this.images });
    if (tick !== null || (isLed && this.isUnderWay())) this.breaks("I21 the old leader thinks that it leads");
    if ((await this.hash()) !== before) this.breaks("I21 the old leader wrote something");
  }

  private isUnderWay(): boolean {
    return this.books?.campaigns.some(({ status }) => !isCampaignOver(status)) === true;
  }

  private note(changes: readonly CampaignChange[]): void {
    for (const change of changes) {
      this.mark(change.type);
      if (change.type !== "Job" || change.set.status === undefined) continue;
      this.mark(`job ${change.set.status}`);
      this.mark(NOTED[change.cause] ?? "moved");
    }
  }

  // ---- people

  /** What their verbs do: under the campaign's lock and that of its commands. */
  async order(campaignId: string, order: CampaignOrder): Promise<boolean> {
    const { now, people } = this;
    const changes = await inTransaction(people, async (unit) => {
      await lockCampaign(unit.tx, campaignId);
      const snapshot = await loadSnapshot(unit.tx, campaignId, { now, locksCommands: true });
      const decided = steer(snapshot, order, now);
      if (!decided.ok) return null;
      return applyChanges(unit, { campaignId, snapshot, changes: decided.value, actor: people.actor, now });
    });
    if (changes === null) return false;
    this.mark(`order ${order.type}${order.type === "Abort" ? ` ${order.policy}` : ""}`);
    this.note(changes);
    this.wire.mayHaveOrders();
    await this.look();
    return true;
  }

  /** Whatever a patient approver would do to let it go on. */
  async letGoOn(campaignId: string, { overrides }: { readonly overrides: boolean }): Promise<void> {
    const comment = "seen";
    if (overrides && (await this.order(campaignId, { type: "Override", comment }))) return;
    if (await this.order(campaignId, { type: "Resume", comment, isApprover: true })) return;
    if (await this.order(campaignId, { type: "Release" })) return;
    await this.order(campaignId, { type: "Override", comment });
  }

  async kill(): Promise<void> {
    await stopRollouts(this.people, { reason: "test" });
    this.isKilled = true;
    await this.look();
  }

  async unkill(): Promise<void> {
    if (!this.isKilled) return;
    await letRolloutsGoOn(this.people);
    this.isKilled = false;
    this.wire.mayHaveOrders();
  }

  async retryFailed(campaignId: string): Promise<void> {
    const { rev } = await this.db.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { rev: true } });
    try {
      await retryFailed(this.people, campaignId, { expectedRev: rev });
      this.mark("retried");
      await this.look();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
    }
  }

  async lock({ id: stationId }: Sim): Promise<void> {
    const { count } = await this.db.stationUpdateLock.deleteMany({ where: { stationId } });
    const by = { reason: "test", byId: "carol", by: "Carol", at: this.ctx.now() };
    if (count === 0) await this.db.stationUpdateLock.create({ data: { stationId, ...by } });
    this.mark("locked");
  }

  async unlockAll(): Promise<void> {
    await this.db.stationUpdateLock.deleteMany({ where: { stationId: { in: this.sims.map(({ id }) => id) } } });
  }

  /** A car comes, or goes. */
  async plug(sim: Sim): Promise<void> {
    const { station } = sim;
    if (!station.isCharging && !canCharge(sim)) return;
    const at = this.ctx.now();
    station.isCharging = !station.isCharging;
    if (sim.session === null) {
      const started = { startedAt: at, startReceivedAt: at, startKey: randomUUID(), phase: "Active" } as const;
      const row = await this.db.chargingSession.create({ data: { stationId: sim.id, evse: 1, ...started } });
      sim.session = row.id;
    } else {
      await this.db.chargingSession.update({ where: { id: sim.session }, data: { phase: "Ended", endedAt: at } });
      sim.session = null;
    }
    await this.wire.tellConnector(sim);
  }

  // ---- crashes of the gateway

  /** In the transaction of a claim; with the process all links go. */
  async crashInClaim(sim: Sim, at: Written): Promise<void> {
    const isHit = await cutOff(this.db, this.victim, { at, work: (db) => this.wire.claim(sim, { ...this.ctx, db }) });
    if (isHit) this.mark("claimCrashes");
    await this.crashGateway();
  }

  async crashGateway(): Promise<void> {
    if (this.wire.hasInMemory()) this.mark("gatewayCrashes");
    await this.wire.crash();
  }

  // ---- the end

  async checkEnd(): Promise<void> {
    const ended = { db: this.db, sims: this.sims, sends: this.wire.sends, breaks: this.breaks, mark: this.mark };
    for (const campaign of this.campaigns) await checkEnd(ended, campaign);
    await checkLeft(ended);
  }
}

const canCharge = ({ station }: Sim): boolean =>
  !station.isOut &&
  !station.isFaulted &&
  !station.isDead &&
  station.isConnected &&
  (station.update === null || station.update.step < 2);

const NOTED: Readonly<Record<string, string>> = { Adopted: "adopted", OtherFamily: "otherFamily" };

const onFailed = (campaignId: string, error: unknown): never => {
  throw new Error(`campaign ${campaignId}`, { cause: error });
};
