/**
 * How the energy of a session came about, from frames to kWh, out of stored facts alone: which reading stands at the
 * start and at the end and why, what contradicts, what an operator decided, and the sum.
 */
import { isJsonObject, type JsonObject } from "./json";
import type { JournalEntry } from "./session-journal";
import type { SessionView } from "./session-view";
import type { SamplePoint } from "./station-view";

export type StartSource = "ToldAtStart" | "BeginReading" | "FirstReading" | "SetByHand" | "Unknown";
export type StopSource = "ToldAtStop" | "EndReading" | "LastReading" | "SetByHand" | "Unknown";

/** `at` is by the station's clock, `heardAt` when the frame came: where it stands in the message log. */
type Heard = { readonly at: string | null; readonly heardAt: string | null };

export type EnergyStep =
  | ({ readonly step: "StartHeard"; readonly wasLate: boolean } & Heard)
  | { readonly step: "StartNeverHeard" }
  | ({ readonly step: "StopHeard"; readonly isFirst: boolean; readonly meterStopWh: number | null } & Heard)
  | ({ readonly step: "ClockCorrected"; readonly of: "Start" | "Stop"; readonly used: string } & Heard)
  | { readonly step: "MatchedWithoutId"; readonly isProven: boolean }
  | ({ readonly step: "ClosedByUs"; readonly because: "LostStop" | "ClosedByOperator" } & Heard)
  | ({ readonly step: "StartRegister"; readonly source: StartSource; readonly wh: number | null } & Heard)
  | ({ readonly step: "StopRegister"; readonly source: StopSource; readonly wh: number | null } & Heard)
  | { readonly step: "RanBack"; readonly fromWh: number; readonly toWh: number; readonly at: string | null }
  | ({
      readonly step: "Decided";
      readonly resolution: string;
      readonly by: string;
      readonly note: string | null;
    } & Heard)
  | { readonly step: "Result"; readonly method: ResultMethod; readonly energyWh: number | null };

/** `Registers`: stop less start. `BestKnown`: a register ran back, so the most that readings show. */
export type ResultMethod = "Registers" | "BestKnown" | "NotBilled" | "Running" | "Unknown";

/** The steps in the order they are to be read. `samples` in order of time. */
export function explainEnergy(
  session: SessionView,
  journal: readonly JournalEntry[],
  samples: readonly SamplePoint[],
): readonly EnergyStep[] {
  const start = journal.find(({ kind }) => kind === "Started") ?? null;
  const stops = journal.filter(({ kind }) => kind === "Ended");
  const startRegister = startRegisterOf(session, start, samples);
  const stopRegister = stopRegisterOf(session, stops, samples);
  return [
    ...heardSteps(start, stops),
    ...clockSteps(session, start, stops),
    ...matchSteps(session),
    ...closedSteps(journal),
    startRegister,
    stopRegister,
    ...ranBack(startRegister.wh, stopRegister, samples),
    ...decisions(journal),
    { step: "Result", method: methodOf(session, startRegister.wh, stopRegister.wh), energyWh: session.energyWh },
  ];
}

const LATE_MS = 60_000;
const heard = (entry: JournalEntry): Heard => ({ at: entry.at, heardAt: entry.receivedAt });
const NOWHERE: Heard = { at: null, heardAt: null };

function heardSteps(start: JournalEntry | null, stops: readonly JournalEntry[]): readonly EnergyStep[] {
  const wasLate = start !== null && Date.parse(start.receivedAt) - Date.parse(start.at) > LATE_MS;
  return [
    start === null ? { step: "StartNeverHeard" } : { step: "StartHeard", wasLate, ...heard(start) },
    ...stops.map((stop, place): EnergyStep => {
      return { step: "StopHeard", isFirst: place === 0, meterStopWh: figure(stop, "meterStopWh"), ...heard(stop) };
    }),
  ];
}

/** What stands in the books is not what the station told: its clock could not be right. */
function clockSteps(
  { startedAt, endedAt, anomalies }: SessionView,
  start: JournalEntry | null,
  [stop]: readonly JournalEntry[],
): readonly EnergyStep[] {
  if (!anomalies.includes("ClockSuspect")) return [];
  const isOther = (told: string, used: string): boolean => Date.parse(told) !== Date.parse(used);
  return [
    ...(start !== null && isOther(start.at, startedAt)
      ? [{ step: "ClockCorrected", of: "Start", used: startedAt, ...heard(start) } as const]
      : []),
    ...(stop !== undefined && endedAt !== null && isOther(stop.at, endedAt)
      ? [{ step: "ClockCorrected", of: "Stop", used: endedAt, ...heard(stop) } as const]
      : []),
  ];
}

function matchSteps({ anomalies }: SessionView): readonly EnergyStep[] {
  if (anomalies.includes("MatchedByEvidence")) return [{ step: "MatchedWithoutId", isProven: true }];
  return anomalies.includes("MatchedByConnector") ? [{ step: "MatchedWithoutId", isProven: false }] : [];
}

function closedSteps(journal: readonly JournalEntry[]): readonly EnergyStep[] {
  return journal.flatMap((entry): EnergyStep[] =>
    entry.kind === "LostStop" || entry.kind === "ClosedByOperator"
      ? [{ step: "ClosedByUs", because: entry.kind, ...heard(entry) }]
      : [],
  );
}

type StartRegister = Extract<EnergyStep, { step: "StartRegister" }>;
type StopRegister = Extract<EnergyStep, { step: "StopRegister" }>;

function startRegisterOf(
  { meterStartWh: wh }: SessionView,
  start: JournalEntry | null,
  samples: readonly SamplePoint[],
): StartRegister {
  const step = "StartRegister";
  if (wh === null) return { step, source: "Unknown", wh, ...NOWHERE };
  if (start !== null && figure(start, "meterStartWh") === wh)
    return { step, source: "ToldAtStart", wh, ...heard(start) };
  const sample = samples.find(({ energyWh }) => energyWh === wh);
  if (sample === undefined) return { step, source: "SetByHand", wh, ...NOWHERE };
  const source = sample.context === "Transaction.Begin" ? "BeginReading" : "FirstReading";
  return { step, source, wh, at: sample.at, heardAt: null };
}

function stopRegisterOf(
  session: SessionView,
  stops: readonly JournalEntry[],
  samples: readonly SamplePoint[],
): StopRegister {
  const step = "StopRegister";
  const wh = session.meterStopWh ?? lastCounted(session);
  if (wh === null) return { step, source: "Unknown", wh, ...NOWHERE };
  const told = stops.find((stop) => figure(stop, "meterStopWh") === wh);
  if (told !== undefined) return { step, source: "ToldAtStop", wh, ...heard(told) };
  const sample = samples.findLast(({ energyWh }) => energyWh !== null && Math.abs(energyWh - wh) < 0.001);
  if (sample === undefined) {
    return { step, source: session.meterStopWh === null ? "LastReading" : "SetByHand", wh, ...NOWHERE };
  }
  const source = sample.context === "Transaction.End" ? "EndReading" : "LastReading";
  return { step, source, wh, at: sample.at, heardAt: null };
}

/** Where nothing was told at the end, what was counted stands for it. */
const lastCounted = ({ meterStartWh, energyWh }: SessionView): number | null =>
  meterStartWh === null || energyWh === null ? null : meterStartWh + energyWh;

/** Wherever a register shows less than one before it. */
function ranBack(startWh: number | null, stop: StopRegister, samples: readonly SamplePoint[]): readonly EnergyStep[] {
  const shown = samples.flatMap(({ at, energyWh }) => (energyWh === null ? [] : [{ at, wh: energyWh }]));
  const told = stop.source === "ToldAtStop" && stop.wh !== null ? [{ at: stop.at, wh: stop.wh }] : [];
  const begin = startWh === null ? [] : [{ at: null, wh: startWh }];
  const all = [...begin, ...shown, ...told];
  return all.flatMap((reading, place): EnergyStep[] => {
    const before = all[place - 1];
    if (before === undefined || reading.wh >= before.wh) return [];
    return [{ step: "RanBack", fromWh: before.wh, toWh: reading.wh, at: reading.at }];
  });
}

function decisions(journal: readonly JournalEntry[]): readonly EnergyStep[] {
  return journal.flatMap((entry): EnergyStep[] => {
    if (entry.kind !== "Resolved") return [];
    const [resolution, by] = [text(entry, "resolution"), text(entry, "by")];
    if (resolution === null || by === null) return [];
    return [{ step: "Decided", resolution, by, note: text(entry, "note"), ...heard(entry) }];
  });
}

function methodOf(session: SessionView, startWh: number | null, stopWh: number | null): ResultMethod {
  const { energyWh, phase, resolution } = session;
  if (resolution === "NotBillable") return "NotBilled";
  if (phase === "Active") return "Running";
  if (energyWh === null) return "Unknown";
  const isDifference = startWh !== null && stopWh !== null && Math.abs(stopWh - startWh - energyWh) < 0.01;
  return isDifference ? "Registers" : "BestKnown";
}

const detailsOf = ({ details }: JournalEntry): JsonObject => (isJsonObject(details) ? details : {});

function figure(entry: JournalEntry, name: string): number | null {
  const value = detailsOf(entry)[name];
  return typeof value === "number" ? value : null;
}

function text(entry: JournalEntry, name: string): string | null {
  const value = detailsOf(entry)[name];
  return typeof value === "string" ? value : null;
}
