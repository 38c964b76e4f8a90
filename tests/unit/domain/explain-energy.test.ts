import { describe, expect, test } from "vitest";
import { type EnergyStep, explainEnergy } from "@/lib/domain/explain-energy";
import type { JsonObject } from "@/lib/domain/json";
import type { JournalEntry } from "@/lib/domain/session-journal";
import type { SessionView } from "@/lib/domain/session-view";
import type { SamplePoint } from "@/lib/domain/station-view";
import { aSession } from "../live/builders";
import { minutes } from "./session-builders";

const iso = (count: number): string => minutes(count).toISOString();
const entry = (kind: string, at: number, details: JsonObject = {}, receivedAt = at): JournalEntry => ({
  key: `${kind}:${at}`,
  kind,
  at: iso(at),
  receivedAt: iso(receivedAt),
  seqNo: null,
  details,
});
const sample = (at: number, energyWh: number | null, context = "Sample.Periodic"): SamplePoint => ({
  at: iso(at),
  energyWh,
  context,
  powerW: null,
  currentA: null,
  voltageV: null,
  socPercent: null,
});
const ended = (told: Partial<SessionView>): SessionView =>
  aSession({ phase: "Ended", startedAt: iso(0), endedAt: iso(60), endReason: "Local", ...told });
const started = entry("Started", 0, { meterStartWh: 1_000 });
const stopped = entry("Ended", 60, { meterStopWh: 6_000 });

const stepsOf = (steps: readonly EnergyStep[], name: EnergyStep["step"]) => steps.filter(({ step }) => step === name);

test("an ordinary session is the stop's register less the start's, each from its frame", () => {
  const session = ended({ meterStartWh: 1_000, meterStopWh: 6_000, energyWh: 5_000 });
  expect(explainEnergy(session, [started, stopped], [sample(30, 3_000)])).toEqual([
    { step: "StartHeard", wasLate: false, at: iso(0), heardAt: iso(0) },
    { step: "StopHeard", isFirst: true, meterStopWh: 6_000, at: iso(60), heardAt: iso(60) },
    { step: "StartRegister", source: "ToldAtStart", wh: 1_000, at: iso(0), heardAt: iso(0) },
    { step: "StopRegister", source: "ToldAtStop", wh: 6_000, at: iso(60), heardAt: iso(60) },
    { step: "Result", method: "Registers", energyWh: 5_000 },
  ]);
});

describe("the register at the start", () => {
  test.each([
    ["its reading marked as the begin", [sample(0, 1_000, "Transaction.Begin")], "BeginReading"],
    ["the first reading", [sample(5, 1_000), sample(9, 2_000)], "FirstReading"],
    ["nothing that a frame told", [sample(5, 4_000)], "SetByHand"],
  ])("is %s where no start told one", (_, samples, source) => {
    const session = ended({
      meterStartWh: 1_000,
      meterStopWh: 6_000,
      energyWh: 5_000,
      anomalies: ["StopWithoutStart"],
    });
    const steps = explainEnergy(session, [stopped], samples);
    expect(steps[0]).toEqual({ step: "StartNeverHeard" });
    expect(stepsOf(steps, "StartRegister")).toMatchObject([{ source, wh: 1_000 }]);
  });

  test("is unknown, and so is the energy, where nothing told it", () => {
    const session = ended({ meterStartWh: null, meterStopWh: 6_000, energyWh: null, anomalies: ["StopWithoutStart"] });
    const steps = explainEnergy(session, [stopped], []);
    expect(stepsOf(steps, "StartRegister")).toMatchObject([{ source: "Unknown", wh: null }]);
    expect(steps.at(-1)).toEqual({ step: "Result", method: "Unknown", energyWh: null });
  });
});

describe("the register at the end", () => {
  test.each([
    ["the last reading", "Sample.Periodic", "LastReading"],
    ["the reading marked as the end", "Transaction.End", "EndReading"],
  ])("is %s where the stop told none", (_, context, source) => {
    const session = ended({ meterStartWh: 1_000, meterStopWh: null, energyWh: 2_500 });
    const steps = explainEnergy(session, [started, entry("Ended", 60)], [sample(50, 3_500, context)]);
    expect(stepsOf(steps, "StopRegister")).toMatchObject([{ source, wh: 3_500, at: iso(50) }]);
    expect(steps.at(-1)).toMatchObject({ method: "Registers", energyWh: 2_500 });
  });

  test("is that of the first stop, though another came", () => {
    const session = ended({ meterStartWh: 1_000, meterStopWh: 6_000, energyWh: 5_000 });
    const steps = explainEnergy(session, [started, stopped, entry("Ended", 61, { meterStopWh: 9_000 })], []);
    expect(stepsOf(steps, "StopHeard")).toMatchObject([{ isFirst: true }, { isFirst: false, meterStopWh: 9_000 }]);
    expect(stepsOf(steps, "StopRegister")).toMatchObject([{ source: "ToldAtStop", wh: 6_000, at: iso(60) }]);
  });
});

test("a register that ran back is named, and the energy is the most that readings show", () => {
  const session = ended({ meterStartWh: 1_000, meterStopWh: 40, energyWh: 2_500, anomalies: ["MeterRollBack"] });
  const stop = entry("Ended", 60, { meterStopWh: 40 });
  const steps = explainEnergy(session, [started, stop], [sample(20, 3_500), sample(40, 10)]);
  expect(stepsOf(steps, "RanBack")).toEqual([{ step: "RanBack", fromWh: 3_500, toWh: 10, at: iso(40) }]);
  expect(steps.at(-1)).toEqual({ step: "Result", method: "BestKnown", energyWh: 2_500 });
});

test("a time that cannot be is shown beside the one in its stead", () => {
  const session = ended({ meterStartWh: 1_000, meterStopWh: 6_000, energyWh: 5_000, anomalies: ["ClockSuspect"] });
  const unset = { ...entry("Started", 0, { meterStartWh: 1_000 }), at: "1970-01-01T00:00:12.000Z" };
  const steps = explainEnergy(session, [unset, stopped], []);
  expect(stepsOf(steps, "ClockCorrected")).toEqual([
    { step: "ClockCorrected", of: "Start", used: iso(0), at: unset.at, heardAt: iso(0) },
  ]);
});

test.each([
  ["MatchedByConnector", false],
  ["MatchedByEvidence", true],
])("a stop without our id says how it was matched: %s", (anomaly, isProven) => {
  const session = ended({ meterStartWh: 1_000, meterStopWh: 6_000, energyWh: 5_000, anomalies: [anomaly] });
  expect(stepsOf(explainEnergy(session, [started, stopped], []), "MatchedWithoutId")).toEqual([
    { step: "MatchedWithoutId", isProven },
  ]);
});

test("a session that an operator closed and then decided says both, and what he set", () => {
  const session = ended({
    meterStartWh: 1_000,
    meterStopWh: 4_000,
    energyWh: 3_000,
    endReason: "ClosedByOperator",
    anomalies: ["ClosedByOperator"],
    resolution: "ByHand",
  });
  const closed = entry("ClosedByOperator", 60, { note: "Gone", by: "Asha" });
  const decided = entry("Resolved", 70, { resolution: "ByHand", by: "Asha", note: "From the display" });
  const steps = explainEnergy(session, [started, closed, decided], []);
  expect(stepsOf(steps, "ClosedByUs")).toMatchObject([{ because: "ClosedByOperator" }]);
  expect(stepsOf(steps, "StopRegister")).toMatchObject([{ source: "SetByHand", wh: 4_000 }]);
  expect(stepsOf(steps, "Decided")).toMatchObject([{ resolution: "ByHand", by: "Asha", note: "From the display" }]);
});

test("a session that is not billed says so, whatever its figures", () => {
  const session = ended({ meterStartWh: 1_000, meterStopWh: 6_000, energyWh: 5_000, resolution: "NotBillable" });
  expect(explainEnergy(session, [started, stopped], []).at(-1)).toMatchObject({ method: "NotBilled" });
});

test("a running session has no stop and counts to its newest reading", () => {
  const session = aSession({ startedAt: iso(0), meterStartWh: 1_000, energyWh: 2_000 });
  const steps = explainEnergy(session, [started], [sample(20, 3_000)]);
  expect(stepsOf(steps, "StopRegister")).toMatchObject([{ source: "LastReading", wh: 3_000, at: iso(20) }]);
  expect(steps.at(-1)).toEqual({ step: "Result", method: "Running", energyWh: 2_000 });
});
