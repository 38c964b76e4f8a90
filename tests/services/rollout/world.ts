/**
 * A campaign with its stations in the database, and everything that can happen to it as a step of its own: the engine's
 * rounds, the gateway's claims and writes, what stations do, people, time, and crashes between any two of them. What a
 * station truly did is known here, and held against what the books say.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { Station } from "@/lib/db/generated/client";
import type { CampaignSpec, WaveRule } from "@/lib/domain/firmware/campaign-spec";
import { isCampaignOver } from "@/lib/domain/firmware/campaign-states";
import { type CampaignOrder, steer } from "@/lib/domain/firmware/steer";
import type { CommandAnswer } from "@/lib/domain/station-command";
import type { FirmwareStatus } from "@/lib/domain/station-message";
import { type ClaimedCommand, claimNextCommand } from "@/lib/services/commands/claim-commands";
import { settleLostCommands } from "@/lib/services/commands/expire-commands";
import { observeEffects } from "@/lib/services/commands/observe-effects";
import { type CommandOutcome, recordAnswer } from "@/lib/services/commands/record-answer";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { GENESIS, journalHash } from "@/lib/services/rollout/journal";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { lockCampaign } from "@/lib/services/rollout/lock-campaign";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import { T0 } from "../books";
import { aCampaign, aTarget, NEW } from "./books-of-campaigns";

const SEND_MS_MAX = 3_000;
/** What a station goes through; the reboot comes after the last. */
const COURSE = ["Downloading", "Downloaded", "Installing"] as const;

type Frame = { readonly claimed: ClaimedCommand; readonly epoch: number };
type Sim = {
  readonly id: number;
  readonly identity: string;
  /** Says nothing but what it is asked, and its boots. */
  readonly isMute: boolean;
  /** Comes back with the version it had. */
  readonly rollsBack: boolean;
  isOnline: boolean;
  epoch: number;
  session: number | null;
  version: string;
  update: { readonly number: number; done: number } | null;
  inbox: Frame[];
};

export type WorldSpec = {
  readonly waves: readonly number[];
  readonly rule: Partial<WaveRule>;
  readonly spec: Partial<CampaignSpec>;
  readonly mute: readonly number[];
  readonly rollsBack: readonly number[];
};

const SHORT: Partial<CampaignSpec> = {
  answerSeconds: 10,
  firstProgressSeconds: 60,
  stallSeconds: 60,
  installSeconds: 60,
  rebootSeconds: 30,
  lostSeconds: 600,
  healthSeconds: 20,
  backoffSeconds: 5,
  backoffSecondsMax: 20,
  reconnectsMax: 1_000,
};

export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(db: Database, given: WorldSpec) {
  let now = T0.getTime();
  const actor = { kind: "system", id: "engine", name: "Kituo" } as const;
  const ctx: ServiceContext = { db, now: () => new Date(now), actor };
  const violations: string[] = [];
  const fault = (isSo: boolean, what: string): void => {
    if (isSo) violations.push(what);
  };
  const rows: Station[][] = [];
  for (const count of given.waves) {
    rows.push(await Promise.all(Array.from({ length: count }, () => aTarget(db))));
  }
  const rule: WaveRule = {
    success: 0,
    failuresMax: 100,
    failureRateMax: null,
    decidedMin: 10,
    lostMax: 100,
    soakSeconds: 20,
    comparesSoak: false,
    ...given.rule,
  };
  const waves = given.waves.map((count, index) => ({
    name: `Wave ${index}`,
    size: { type: "Count", count } as const,
    gate: "Auto" as const,
    rule,
  }));
  const campaign = await aCampaign(db, { stations: rows, spec: { ...SHORT, ...given.spec, waves } });
  const campaignId = campaign.id;
  const inFlightMax = given.spec.inFlightMax ?? 50;
  const attemptsMax = given.spec.attemptsMax ?? 3;
  const sims: Sim[] = rows.flat().map((row, place) => ({
    id: row.id,
    identity: row.identity,
    isMute: given.mute.includes(place),
    rollsBack: given.rollsBack.includes(place),
    isOnline: true,
    epoch: row.connectionEpoch,
    session: null,
    version: row.firmwareVersion ?? "",
    update: null,
    inbox: [],
  }));
  const simAt = (place: number): Sim => {
    const sim = sims[place % sims.length];
    if (sim === undefined) throw new Error("a world has stations");
    return sim;
  };
  /** The gateway's memory. */
  let memory: {
    readonly sim: Sim;
    readonly claimed: ClaimedCommand;
    readonly since: number;
    readonly epoch: number;
  }[] = [];
  const onWire = new Map<number, number>();
  const sends = new Map<number, number>();
  let sentAtAbort: ReadonlySet<number> | null = null;
  const over = new Map<string, string>();

  const answered = (status: string | null): CommandAnswer => ({
    type: "Answered",
    verdict: "Accepted",
    status,
    payload: status === null ? {} : { status },
    facts: {},
  });
  const record = async (sim: Sim, id: string, outcome: CommandOutcome): Promise<void> => {
    await recordAnswer(ctx, sim, id, outcome);
    await observeEffects(ctx, sim);
  };
  const report = async (sim: Sim, status: FirmwareStatus, requestId: number | null): Promise<void> => {
    await db.stationReport.create({
      data: { stationId: sim.id, kind: "Firmware", status, requestId, receivedAt: ctx.now() },
    });
  };
  const boot = async (sim: Sim): Promise<void> => {
    await db.station.update({ where: { id: sim.id }, data: { firmwareVersion: sim.version, bootedAt: ctx.now() } });
    await tellConnectors(sim, "Available");
  };
  const tellConnectors = async (sim: Sim, status: string): Promise<void> => {
    await db.connector.updateMany({ where: { stationId: sim.id }, data: { status, receivedAt: ctx.now() } });
  };
  const connect = async (sim: Sim): Promise<void> => {
    sim.isOnline = true;
    sim.epoch += 1;
    const connectedAt = ctx.now();
    const held = { gatewayId: "gateway-1", connectionEpoch: sim.epoch, connectedAt, disconnectedAt: null };
    await db.station.update({ where: { id: sim.id }, data: held });
    const opened = { stationId: sim.id, epoch: sim.epoch, gatewayId: "gateway-1", ocppVersion: "ocpp1.6" };
    await db.connection.create({ data: { ...opened, openedAt: connectedAt } });
  };
  const disconnect = async (sim: Sim): Promise<void> => {
    sim.isOnline = false;
    // A frame of a dead connection is gone.
    sim.inbox = [];
    await db.station.update({ where: { id: sim.id }, data: { gatewayId: null, disconnectedAt: ctx.now() } });
  };

  const reboot = async (sim: Sim): Promise<void> => {
    sim.update = null;
    sim.version = sim.rollsBack ? sim.version : NEW;
    await disconnect(sim);
    await connect(sim);
    await boot(sim);
    if (!sim.isMute && !sim.rollsBack) await report(sim, "Installed", null);
  };

  /** What the station does with a frame, and its answer. */
  const take = async (sim: Sim, { claimed }: Frame): Promise<void> => {
    const { command, id, number } = claimed;
    if (command.type === "UpdateFirmware") {
      sim.update = { number, done: 0 };
      return record(sim, id, { answer: answered(null), action: "UpdateFirmware" });
    }
    if (command.type === "TriggerMessage") {
      await record(sim, id, { answer: answered("Accepted"), action: "TriggerMessage" });
      if (command.message === "BootNotification") return boot(sim);
      return report(sim, sim.update === null ? "Idle" : (COURSE[sim.update.done] ?? "Installing"), null);
    }
    if (command.type === "ChangeAvailability") {
      await tellConnectors(sim, command.operational === "Operative" ? "Available" : "Unavailable");
      return record(sim, id, { answer: answered("Accepted"), action: "ChangeAvailability" });
    }
    return record(sim, id, { answer: answered(null), action: command.type });
  };

  const steps = {
    tick: async (lead: number, engine: ServiceContext = ctx) => {
      await settleLostCommands(ctx);
      return tickCampaigns({ ...engine, now: ctx.now }, { lead, onFailed });
    },
    claim: async (place: number): Promise<void> => {
      const sim = simAt(place);
      if (!sim.isOnline) return;
      const holder = { stationId: sim.id, identity: sim.identity, epoch: sim.epoch, filesUrl: "http://k.example" };
      const since = now;
      const claimed = await claimNextCommand(ctx, holder);
      if (claimed !== null) memory.push({ sim, claimed, since, epoch: sim.epoch });
    },
    write: async (): Promise<void> => {
      const next = memory.shift();
      if (next === undefined) return;
      const { sim, claimed, since, epoch } = next;
      const isLate = claimed.update !== null && now - since > SEND_MS_MAX;
      const isInSession = claimed.update?.waitsForIdle === true && sim.session !== null;
      if (isLate || isInSession || !sim.isOnline || sim.epoch !== epoch) {
        const why = { code: "NotSent", description: "" };
        return record(sim, claimed.id, { answer: null, state: "NotSent", ...why });
      }
      if (claimed.command.type === "UpdateFirmware") see(sim, claimed);
      sim.inbox.push({ claimed, epoch });
    },
    station: async (place: number): Promise<void> => {
      const sim = simAt(place);
      const frame = sim.isOnline ? sim.inbox.shift() : undefined;
      if (frame !== undefined) await take(sim, frame);
    },
    progress: async (place: number, fails: boolean): Promise<void> => {
      const sim = simAt(place);
      const { update } = sim;
      if (update === null || !sim.isOnline) return;
      const status = COURSE[update.done];
      if (status === undefined) return sim.session === null ? reboot(sim) : undefined;
      if (fails) {
        sim.update = null;
        return report(sim, update.done < 2 ? "DownloadFailed" : "InstallationFailed", null);
      }
      update.done += 1;
      return sim.isMute ? undefined : report(sim, status, null);
    },
    repeat: async (place: number): Promise<void> => {
      const sim = simAt(place);
      const last = await db.stationReport.findFirst({ where: { stationId: sim.id }, orderBy: { id: "desc" } });
      // A repeat of what it does not do any more would be a lie: those are told of by the one that ends it.
      if (last !== null && sim.isOnline && sim.update !== null && last.status !== "Idle") {
        await report(sim, last.status as FirmwareStatus, null);
      }
    },
    net: async (place: number): Promise<void> => {
      const sim = simAt(place);
      await (sim.isOnline ? disconnect(sim) : connect(sim));
    },
    session: async (place: number): Promise<void> => {
      const sim = simAt(place);
      if (sim.session !== null) {
        await db.chargingSession.update({ where: { id: sim.session }, data: { phase: "Ended", endedAt: ctx.now() } });
        sim.session = null;
        return;
      }
      const at = ctx.now();
      const started = { startedAt: at, startReceivedAt: at, startKey: randomUUID(), phase: "Active" } as const;
      const row = await db.chargingSession.create({ data: { stationId: sim.id, evse: 1, ...started } });
      sim.session = row.id;
    },
    time: (seconds: number): void => {
      now += seconds * 1_000;
    },
    crashGateway: (): void => {
      memory = [];
    },
    order: async (order: CampaignOrder): Promise<string | null> =>
      inTransaction(ctx, async (unit) => {
        await lockCampaign(unit.tx, campaignId);
        const snapshot = await loadSnapshot(unit.tx, campaignId, { now, locksCommands: true });
        const decided = steer(snapshot, order, now);
        if (!decided.ok) return decided.error;
        await applyChanges(unit, { campaignId, snapshot, changes: decided.value, actor, now });
        return null;
      }),
    abort: async (): Promise<void> => {
      const refusal = await steps.order({ type: "Abort", policy: "LetFinish" });
      if (refusal !== null) return;
      const sent = await db.command.findMany({ where: { stationId: { in: ids }, sentAt: { not: null } } });
      sentAtAbort = new Set(sent.map(({ number }) => number));
      const left = await db.command.count({
        where: { stationId: { in: ids }, name: "UpdateFirmware", state: "Pending" },
      });
      if (left > 0) violations.push(`I5: ${left} commands are left unsent after an abort`);
    },
  };
  const ids = sims.map(({ id }) => id);

  /** An update arrives. */
  const see = (sim: Sim, { number }: ClaimedCommand): void => {
    onWire.set(number, (onWire.get(number) ?? 0) + 1);
    sends.set(sim.id, (sends.get(sim.id) ?? 0) + 1);
    fault(sim.update !== null, `I3: ${sim.identity} is updating and is sent another update`);
    fault(onWire.get(number) !== 1, `I4: ${number} is on the wire twice`);
    fault(sim.session !== null, `I16: ${sim.identity} is sent to in a session`);
    fault(sentAtAbort?.has(number) === false, `I5: ${number} is sent after the abort`);
    fault((sends.get(sim.id) ?? 0) > attemptsMax, `I10: ${sim.identity} was sent to too often`);
  };

  /** What holds at every moment. */
  const check = async (before: { readonly status: string; readonly attempts: number } | null) => {
    const state = await db.campaign.findUniqueOrThrow({
      where: { id: campaignId },
      include: { jobs: true, waves: true },
    });
    const attempts = await db.firmwareAttempt.findMany({ where: { job: { campaignId } } });
    const active = state.jobs.filter(({ status }) => ACTIVE.has(status));
    fault(active.length > inFlightMax, `I1: ${active.length} in flight`);
    const open = attempts.filter(({ closedAt }) => closedAt === null);
    fault(new Set(open.map(({ stationId }) => stationId)).size < open.length, "I2: two open attempts");
    const stands = before !== null && before.status !== "Running" && state.status !== "Running";
    fault(stands && attempts.length > before.attempts, `I6: an attempt was opened while ${before?.status}`);
    const openWaves = state.waves.filter(({ status }) => ["Running", "Soaking", "Held"].includes(status));
    fault(openWaves.length > 1, "I8: two waves are open");
    for (const { id, status } of state.jobs) {
      fault((over.get(id) ?? status) !== status, `I9: a job that was ${over.get(id)} is ${status}`);
      if (ENDS.has(status)) over.set(id, status);
    }
    return { status: state.status, attempts: attempts.length };
  };

  /** What holds once all is over. */
  const checkEnd = async (): Promise<void> => {
    await checkLeft();
    await checkJournal();
    await checkCounters();
  };

  const checkLeft = async (): Promise<void> => {
    const { status } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
    const jobs = await db.firmwareJob.findMany({ where: { campaignId } });
    const statuses = jobs.map((job) => job.status);
    fault(!isCampaignOver(status as never), `I13: the campaign is ${status}, its jobs ${statuses.join(" ")}`);
    fault(
      statuses.some((each) => !ENDS.has(each)),
      `I13: jobs are left: ${statuses.join(" ")}`,
    );
    const open = await db.firmwareAttempt.count({ where: { closedAt: null, job: { campaignId } } });
    fault(open > 0, "I13: an attempt is left open");
    const commands = await db.command.count({
      where: { stationId: { in: ids }, name: "UpdateFirmware", state: { in: ["Pending", "Sent"] } },
    });
    fault(commands > 0, "I13: a command is left");
    const owed = await db.restoreObligation.count({ where: { stationId: { in: ids }, doneAt: null } });
    fault(owed > 0, "I14: a station was not put back into service");
    for (const job of jobs.filter((each) => each.status === "Succeeded")) {
      const sim = sims.find(({ id }) => id === job.stationId);
      fault(sim?.version !== NEW, "I11: succeeded with the old version");
    }
  };

  const checkJournal = async (): Promise<void> => {
    const jobs = await db.firmwareJob.findMany({ where: { campaignId } });
    const events = await db.campaignEvent.findMany({ where: { campaignId }, orderBy: { seq: "asc" } });
    for (const job of jobs) {
      const last = events.findLast(({ jobId, type }) => jobId === job.id && type === "JobChanged");
      fault((last?.to ?? "Pending") !== job.status, "I18: the journal tells another end of a job");
    }
    let prevHash = GENESIS;
    for (const event of events) {
      const isWhole = event.prevHash === prevHash && journalHash(event as never) === event.hash;
      fault(!isWhole, "I18: the chain is broken");
      prevHash = event.hash;
    }
  };

  const checkCounters = async (): Promise<void> => {
    const jobs = await db.firmwareJob.findMany({ where: { campaignId } });
    for (const wave of await db.campaignWave.findMany({ where: { campaignId } })) {
      const count = (status: string): number =>
        jobs.filter((job) => job.waveIndex === wave.index && job.status === status).length;
      const counted = [count("Succeeded"), count("Failed"), count("Skipped"), count("Expired"), count("Cancelled")];
      const stored = [wave.succeeded, wave.failed, wave.skipped, wave.expired, wave.cancelled];
      fault(counted.join() !== stored.join(), `I18: counted ${counted.join()}, stored ${stored.join()}`);
    }
  };

  /** No more faults; whoever may go on says so. */
  const quiesce = async (lead: number): Promise<void> => {
    for (const [place, sim] of sims.entries()) {
      if (!sim.isOnline) await steps.net(place);
      if (sim.session !== null) await steps.session(place);
    }
    for (let round = 0; round < 400 && violations.length === 0; round += 1) {
      const { status } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
      const owed = await db.restoreObligation.count({ where: { stationId: { in: ids }, doneAt: null } });
      if (isCampaignOver(status as never) && owed === 0) break;
      if (status === "Paused") await goOn();
      await steps.tick(lead);
      await serveAll();
      steps.time(4);
    }
  };

  const goOn = async (): Promise<void> => {
    const refusal = await steps.order({ type: "Resume", comment: "seen", isApprover: true });
    if (refusal === "WaveHeld") await steps.order({ type: "Override", comment: "known" });
  };

  const serveAll = async (): Promise<void> => {
    for (const place of sims.keys()) {
      for (let frames = 0; frames < 3; frames += 1) {
        await steps.claim(place);
        await steps.write();
        await steps.station(place);
      }
      await steps.progress(place, false);
    }
  };

  return { campaignId, ctx, sims, steps, check, checkEnd, quiesce, violations };
}

const onFailed = (campaignId: string, error: unknown): never => {
  throw new Error(`campaign ${campaignId}`, { cause: error });
};

const ACTIVE: ReadonlySet<string> = new Set(["Dispatching", "InProgress", "Reconciling", "Verifying"]);
const ENDS: ReadonlySet<string> = new Set(["Succeeded", "Failed", "Skipped", "Expired", "Cancelled"]);
