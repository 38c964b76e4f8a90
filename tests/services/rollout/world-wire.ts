/** The gateway of a world: what it claims and marks, what it writes then, and what stations send (I3, I4, I5, I16, I17). */
import { createHash } from "node:crypto";
import { type ClaimedCommand, claimNextCommand } from "@/lib/services/commands/claim-commands";
import { recordAnswer } from "@/lib/services/commands/record-answer";
import type { ServiceContext } from "@/lib/services/context";
import { findGrant } from "@/lib/services/releases/find-grant";
import { storedPieces } from "@/lib/services/releases/image-pieces";
import { recordDownloads } from "@/lib/services/releases/record-downloads";
import { type Received, receive, type Told, work } from "../../unit/domain/firmware/world-stations";
import type { AttemptSeen } from "./world-books";
import type { Marking } from "./world-checks";
import type { Planned, Sim } from "./world-fleet";
import { keepConnect, keepConnector, keepDisconnect, keepFrame } from "./world-frames";

const SEND_BY_MS = 3_000;

type Wired = Marking & {
  readonly ctx: ServiceContext;
  readonly sims: readonly Sim[];
  readonly campaigns: readonly Planned[];
  /** By number. */
  readonly attempts: ReadonlyMap<number, AttemptSeen>;
  readonly sentAtAbort: ReadonlyMap<string, ReadonlySet<number>>;
};
/** Marked, and not written yet. */
type Held = {
  readonly sim: Sim;
  readonly claimed: ClaimedCommand;
  readonly epoch: number;
  readonly at: number;
  isStuck: boolean;
};

export class Wire {
  /** Updates that were put on a wire and not declined unheard, by job. */
  readonly sends = new Map<string, number>();
  private memory: Held[] = [];
  private readonly written = new Set<number>();
  /** Stations that nothing waits for: not looked at again before something was ordered. */
  private readonly idle = new Set<Sim>();
  private readonly to: Wired;

  constructor(to: Wired) {
    this.to = to;
  }

  mayHaveOrders(): void {
    this.idle.clear();
  }

  hasInMemory(): boolean {
    return this.memory.length > 0;
  }

  // ---- to stations

  /** True where a command was taken. */
  async claim(sim: Sim, ctx: ServiceContext = this.to.ctx): Promise<boolean> {
    if (!sim.isOnline || this.idle.has(sim)) return false;
    const { id: stationId, identity, epoch } = sim;
    const at = ctx.now().getTime();
    const claimed = await claimNextCommand(ctx, { stationId, identity, epoch, filesUrl: "http://k.example" });
    if (claimed === null) this.idle.add(sim);
    else this.memory.push({ sim, claimed, epoch, at, isStuck: false });
    return claimed !== null;
  }

  /** `overtakes`: what was marked last is written first, as when another waits for the disk. False: there is none. */
  async send(overtakes = false): Promise<boolean> {
    const free = this.memory.filter(({ isStuck }) => !isStuck);
    const held = overtakes ? free.at(-1) : free[0];
    if (held === undefined) return false;
    this.memory = this.memory.filter((one) => one !== held);
    if (this.mayWrite(held)) {
      this.write(held);
      return true;
    }
    this.to.mark("notSent");
    const why = { state: "NotSent", code: "NotSent", description: "" } as const;
    await recordAnswer(this.to.ctx, held.sim, held.claimed.id, { answer: null, ...why });
    return true;
  }

  /** Looked at in the gateway's memory, right before the write. */
  private mayWrite({ sim, claimed, epoch, at }: Held): boolean {
    const { update } = claimed;
    if (update !== null && this.to.ctx.now().getTime() - at > SEND_BY_MS) return false;
    if (update?.waitsForIdle === true && sim.station.isCharging) return false;
    return sim.station.isConnected && sim.epoch === epoch;
  }

  private write({ sim, claimed }: Held): void {
    const { command, id, number } = claimed;
    const { station } = sim;
    if (this.written.has(number)) this.to.breaks(`I4 ${command.type} ${number} is sent twice`);
    this.written.add(number);
    const kind = kindOf(claimed);
    if (kind === null) return this.serve(sim, claimed);
    if (kind === "Status") sim.isAsked = true;
    if (kind === "Update" && command.type === "UpdateFirmware") return this.update(sim, claimed, command);
    receive(station, { id, number, kind, isSigned: false }, () => this.clash(sim, number));
  }

  private update(sim: Sim, claimed: ClaimedCommand, { signed, location }: UpdateOrder): void {
    const { id, number } = claimed;
    const { station } = sim;
    this.checkSent(sim, claimed);
    const before = station.queue.length;
    receive(station, { id, number, kind: "Update", isSigned: signed !== undefined }, () => this.clash(sim, number));
    const answer = station.queue[before];
    if (answer?.type === "Answer" && answer.state === "NotSupported") return;
    if (station.update?.number === number) sim.secret = location.split("/").at(-2) ?? null;
    const jobId = this.to.attempts.get(number)?.jobId ?? "";
    this.sends.set(jobId, (this.sends.get(jobId) ?? 0) + 1);
  }

  /** What the pure model has no words for: its settings are asked for, or it is put back into service. */
  private serve({ station }: Sim, { command, id }: ClaimedCommand): void {
    const isAvailability = command.type === "ChangeAvailability";
    station.queue.push({
      type: "Answer",
      commandId: id,
      state: "Done",
      status: isAvailability ? "Accepted" : null,
      error: null,
    });
    if (!isAvailability) return;
    station.isOut = false;
    station.queue.push({ type: "Connector" });
  }

  private checkSent({ station }: Sim, { number }: ClaimedCommand): void {
    const { attempts, campaigns, sentAtAbort, breaks } = this.to;
    const attempt = attempts.get(number);
    if (attempt === undefined) return breaks(`an update ${number} is sent that is no attempt`);
    if (attempt.isClosed) breaks(`I5 ${number} is sent although its attempt is closed`);
    if (sentAtAbort.get(attempt.campaignId)?.has(number) === false) breaks("I5 sent after the abort was committed");
    const policy = campaigns.find(({ id }) => id === attempt.campaignId)?.spec.sessionPolicy;
    const waitsByItself = policy === "LetStationWait" && station.traits.kind !== "Plain";
    if (!waitsByItself && station.isCharging) breaks("I16 sent while a car is charging");
  }

  /** Only a station that cannot be asked may have been given up while it was still at it. */
  private clash({ id, station }: Sim, number: number): void {
    const past = [...this.to.attempts.values()].filter(({ stationId, isClosed }) => stationId === id && isClosed);
    const isExcused = !station.traits.triggers && past.some(({ outcome }) => GIVEN_UP.has(outcome ?? ""));
    if (isExcused) this.to.mark("excused");
    else this.to.breaks(`I3 station ${id} got UpdateFirmware ${number} while updating`);
  }

  /** The gateway stands still with what it marked last, between the mark and the write; others go on. */
  stick(): void {
    const last = this.memory.at(-1);
    if (last !== undefined) last.isStuck = true;
  }

  unstick(): void {
    for (const one of this.memory) one.isStuck = false;
  }

  /** Every link goes with the process. */
  async crash(): Promise<void> {
    this.memory = [];
    const sims = this.to.sims.filter(({ isOnline }) => isOnline);
    for (const sim of sims) cutLink(sim);
    if (sims.length > 0) await keepDisconnect(this.to.ctx, sims, "GatewayLost");
  }

  // ---- from stations

  async drop(sim: Sim): Promise<void> {
    sim.station.isConnected = false;
    await this.noteLink(sim);
  }

  private async noteLink(sim: Sim): Promise<void> {
    if (sim.station.isConnected || !sim.isOnline) return;
    cutLink(sim);
    await keepDisconnect(this.to.ctx, [sim], "Closed");
  }

  async connect(sim: Sim): Promise<void> {
    const { station } = sim;
    await this.noteLink(sim);
    if (station.isConnected || station.isDead) return;
    Object.assign(sim, { isOnline: true, epoch: sim.epoch + 1 });
    station.isConnected = true;
    await keepConnect(this.to.ctx, sim);
    this.idle.delete(sim);
    if (!station.bootsNext) return;
    station.bootsNext = false;
    station.queue.push({ type: "Boot" }, { type: "Connector" });
    if (!station.claims || station.traits.isMute) return;
    station.queue.push({ type: "Status", status: "Installed", number: station.received.at(-1) ?? null });
  }

  /** The station gets one step further, if it can. True where it did. */
  async work(sim: Sim): Promise<boolean> {
    const isFetching = sim.station.update?.step === 0 && sim.station.update.fate !== "DownloadFailed";
    const done = work(sim.station, isFetching && !sim.station.isDead ? await this.fetch(sim) : true);
    await this.noteLink(sim);
    return done !== null;
  }

  /** Its image as the file server gives it: while its grant is good, and never another one (I17). */
  private async fetch({ secret }: Sim): Promise<boolean> {
    const { ctx, breaks, mark } = this.to;
    const found = await findGrant(ctx, secret ?? "");
    if (!found.ok) {
      mark("notServed");
      return false;
    }
    const { id: grantId, release } = found.value;
    const hash = createHash("sha256");
    for await (const piece of storedPieces(ctx, release.id)) hash.update(piece);
    if (hash.digest("hex") !== release.sha256) breaks("I17 what is served is not what was approved");
    const { bytes } = release;
    const at = ctx.now();
    await recordDownloads(ctx, [
      { grantId, requests: 1, served: bytes, reached: bytes, bytes, firstAt: at, lastAt: at },
    ]);
    return true;
  }

  /** Its next frame is kept. `swaps`: an answer and what was told right after it are stored in the other order. */
  async hear(sim: Sim, { swaps = false }: { readonly swaps?: boolean } = {}): Promise<boolean> {
    const told = sim.station.isConnected ? sim.station.queue.shift() : undefined;
    if (told === undefined) return false;
    const next = sim.station.queue[0];
    if (!swaps || told.type !== "Answer" || next?.type !== "Status") {
      await keepFrame(this.to.ctx, sim, told);
      return true;
    }
    sim.station.queue.shift();
    this.to.mark("swapped");
    for (const frame of [next, told] satisfies Told[]) await keepFrame(this.to.ctx, sim, frame);
    return true;
  }

  tellConnector(sim: Sim): Promise<void> {
    return keepConnector(this.to.ctx, sim);
  }
}

/** What it had to say is gone with it. */
function cutLink(sim: Sim): void {
  Object.assign(sim, { isOnline: false, isAsked: false });
  sim.station.isConnected = false;
  sim.station.queue = [];
}

type UpdateOrder = Extract<ClaimedCommand["command"], { type: "UpdateFirmware" }>;

function kindOf({ command }: ClaimedCommand): Received["kind"] | null {
  if (command.type === "UpdateFirmware") return command.location.endsWith("/cancelled") ? "Cancel" : "Update";
  if (command.type === "TriggerMessage") return command.message === "BootNotification" ? "Boot" : "Status";
  return command.type === "ChangeAvailability" && command.operational === "Inoperative" ? "Drain" : null;
}

const GIVEN_UP: ReadonlySet<string> = new Set([
  "Lost",
  "NotStarted",
  "ForeignUpdate",
  "InstallFailed",
  "VersionMismatch",
  "DownloadFailed",
]);
