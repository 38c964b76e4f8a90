/**
 * A simulated 1.6 station with meters, and everything that goes wrong between it and us: it repeats, loses answers,
 * drops off, stops what it never got an id for, sets its clock by guessing, and tells the end before the beginning.
 */
import { randomUUID } from "node:crypto";
import type { TestGateway } from "../../support/gateway";
import { dial, dialAndBoot, type RawStation } from "./raw-station";

/** Right, as if never set, years back, years ahead, or no time at all. */
export type Clock = "Right" | "NeverSet" | "YearsBack" | "YearsAhead" | "Untold";

/** What becomes of a call: answered; answered twice; its answer lost, over the same or a new connection; told again later. */
export type Fate = "Once" | "SameIdAgain" | "NewIdAgain" | "AnswerLost" | "CutOff";

export type SessionPlan = {
  readonly stepsWh: readonly number[];
  /** `Dropped`: it never left the station. `Unconfirmed`: it did, and the station never got the answer. `Late`: told after its stop. */
  readonly start: "Confirmed" | "Unconfirmed" | "Dropped" | "Late";
  readonly startFate: Fate;
  readonly stopFate: Fate;
  /** What it calls a session that it got no id for. */
  readonly namelessId: -1 | 0;
  readonly startClock: Clock;
  readonly stopClock: Clock;
  readonly stopTells: "Token" | "Begin" | "Both";
  /** How its readings name the session. */
  readonly reference: "Id" | "None" | "Nameless" | "Wrong";
};

export type History = {
  readonly daysAgo: number;
  /** Rounds of sessions that run side by side, one per connector at most. */
  readonly rounds: readonly (readonly (SessionPlan | null)[])[];
};

/** What the station knows to be true of a session. */
export type TrueSession = {
  readonly plan: SessionPlan;
  readonly evse: number;
  readonly startWh: number;
  readonly stopWh: number;
  /** Registers of the readings that were acknowledged, and the id they named. */
  readonly readings: readonly { readonly wh: number; readonly id: number | null }[];
};

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const WRONG_ID = 1_999_999_999;

/** Lives through a history and tells what was true. Every call is told until it is answered. */
export async function liveThrough(kituo: TestGateway, identity: string, history: History) {
  await kituo.addStation(identity);
  const link = createLink(kituo, identity, await dialAndBoot(kituo.ocppUrl, identity, "1.6"));
  const registers = (history.rounds[0] ?? []).map((_, place) => 1_000_000 * (place + 1));
  const sessions: TrueSession[] = [];
  for (const [round, plans] of history.rounds.entries()) {
    const beganAt = Date.now() - history.daysAgo * 24 * HOUR_MS + round * 2 * HOUR_MS;
    const running = plans.flatMap((plan, place) =>
      plan === null ? [] : [startOf({ link, plan, beganAt, evse: place + 1, startWh: registers[place] ?? 0 })],
    );
    for (const each of running) await each.begin();
    const stepsMax = Math.max(0, ...running.map(({ plan }) => plan.stepsWh.length));
    for (let step = 0; step < stepsMax; step += 1) for (const each of running) await each.measure(step);
    for (const each of running.toReversed()) {
      const session = await each.end();
      registers[session.evse - 1] = session.stopWh;
      sessions.push(session);
    }
  }
  await link.leave();
  return sessions;
}

type Link = ReturnType<typeof createLink>;

function createLink({ ocppUrl }: TestGateway, identity: string, first: RawStation) {
  let station = first;
  const again = async (): Promise<void> => {
    station.ws.terminate();
    station = await dial(ocppUrl, identity, "1.6");
  };
  return {
    /** The answer that the station heard in the end. */
    tell: async (action: string, payload: object, fate: Fate): Promise<Readonly<Record<string, unknown>>> => {
      const id = randomUUID();
      if (fate === "CutOff") {
        station.say([2, id, action, payload]);
        await again();
      } else if (fate !== "Once") {
        await station.ask(action, payload, id);
        if (fate === "AnswerLost") await again();
      }
      const [type, , answer] = await station.ask(action, payload, fate === "SameIdAgain" ? id : randomUUID());
      if (type !== 3) throw new Error(`${identity}: ${action} was answered ${JSON.stringify(answer)}`);
      return answer as Record<string, unknown>;
    },
    leave: () => station.leave(),
  };
}

type Place = {
  readonly link: Link;
  readonly plan: SessionPlan;
  readonly beganAt: number;
  readonly evse: number;
  readonly startWh: number;
};

function startOf({ link, plan, beganAt, evse, startWh }: Place) {
  // The same card in another spelling: cards are compared without case.
  const idTag = `Card-${evse}`;
  let registerWh = startWh;
  let id: number | null = null;
  const readings: { wh: number; id: number | null }[] = [];
  const start = {
    connectorId: evse,
    idTag,
    meterStart: startWh,
    ...timeOf(plan.startClock, beganAt),
  };
  const tellStart = async (): Promise<void> => {
    const { transactionId } = await link.tell("StartTransaction", start, plan.startFate);
    if (plan.start === "Confirmed") id = Number(transactionId);
  };
  return {
    plan,
    begin: async (): Promise<void> => {
      if (plan.start === "Confirmed" || plan.start === "Unconfirmed") await tellStart();
    },
    measure: async (step: number): Promise<void> => {
      const added = plan.stepsWh[step];
      if (added === undefined) return;
      registerWh += added;
      const named = plan.reference === "Id" ? id : null;
      const { timestamp = new Date(beganAt).toISOString() } = timeOf(plan.startClock, beganAt + (step + 1) * 600_000);
      const sampledValue = [{ value: String(registerWh) }];
      const call = { connectorId: evse, ...referenceOf(plan, id), meterValue: [{ timestamp, sampledValue }] };
      await link.tell("MeterValues", call, "Once");
      readings.push({ wh: registerWh, id: named });
    },
    end: async (): Promise<TrueSession> => {
      const hasToken = plan.stopTells !== "Begin";
      const begin = {
        ...timeOf("Right", beganAt),
        sampledValue: [{ value: String(startWh), context: "Transaction.Begin" }],
      };
      const stop = {
        transactionId: id ?? plan.namelessId,
        meterStop: registerWh,
        ...timeOf(plan.stopClock, beganAt + 90 * 60_000),
        ...(hasToken ? { idTag: idTag.toUpperCase() } : {}),
        ...(plan.stopTells === "Token" ? {} : { transactionData: [begin] }),
      };
      await link.tell("StopTransaction", stop, plan.stopFate);
      if (plan.start === "Late") await tellStart();
      return { plan, evse, startWh, stopWh: registerWh, readings };
    },
  };
}

function referenceOf({ reference, namelessId }: SessionPlan, id: number | null): object {
  if (reference === "None") return {};
  if (reference === "Wrong") return { transactionId: WRONG_ID };
  return { transactionId: reference === "Id" && id !== null ? id : namelessId };
}

function timeOf(clock: Clock, at: number): { readonly timestamp?: string } {
  const told: Readonly<Record<Exclude<Clock, "Untold">, number>> = {
    Right: at,
    NeverSet: at % (24 * HOUR_MS),
    YearsBack: at - 3 * YEAR_MS,
    YearsAhead: at + 4 * YEAR_MS,
  };
  return clock === "Untold" ? {} : { timestamp: new Date(told[clock]).toISOString() };
}
