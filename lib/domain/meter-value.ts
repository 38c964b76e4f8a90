/** One instant of a meter in our units; the usual measurands as fields, the rest as told. */
export type MeterSample = {
  /** By the station's clock. */
  readonly at: Date;
  readonly context: string | null;
  /** Energy.Active.Import.Register: cumulative, Wh. */
  readonly energyWh: number | null;
  /** Power.Active.Import, W, all phases. */
  readonly powerW: number | null;
  readonly currentA: number | null;
  readonly voltageV: number | null;
  readonly socPercent: number | null;
  readonly other: readonly OtherReading[];
};

/** A measurand that has no field of its own, in the station's words. */
export type OtherReading = {
  readonly measurand: string;
  readonly value: string;
  readonly unit: string | null;
  readonly phase: string | null;
  readonly location: string | null;
  readonly format: string | null;
};

/** A sampled value as both protocol families tell it, before normalising. `multiplier` is 2.x's power of ten. */
export type RawReading = {
  readonly measurand: string;
  readonly value: string;
  readonly unit: string | null;
  readonly multiplier: number;
  readonly phase: string | null;
  readonly location: string | null;
  readonly format: string | null;
};

/** By unit in lower case; every other unit is the field's own. */
const UNIT_FACTORS: ReadonlyMap<string, number> = new Map([
  ["kwh", 1000],
  ["kw", 1000],
]);

type Field = "energyWh" | "powerW" | "currentA" | "voltageV" | "socPercent";
const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["Energy.Active.Import.Register", "energyWh"],
  ["Power.Active.Import", "powerW"],
  ["Current.Import", "currentA"],
  ["Voltage", "voltageV"],
  ["SoC", "socPercent"],
]);
/** Per-phase values of these add up to a total where the station sends none (quirk F5). */
const ADDS_UP: ReadonlySet<Field> = new Set<Field>(["energyWh", "powerW"]);

/** Folds the readings of one instant. A value that is no number is kept in `other`, never guessed (quirk F2). */
export function meterSample(at: Date, context: string | null, readings: readonly RawReading[]): MeterSample {
  const totals: Partial<Record<Field, number>> = {};
  const phases: Partial<Record<Field, number[]>> = {};
  const other: OtherReading[] = [];
  for (const reading of readings) {
    const field = FIELDS.get(reading.measurand);
    const value = field === undefined || isForeign(reading) ? null : scaled(reading);
    if (field === undefined || value === null) other.push(asTold(reading));
    else if (reading.phase === null) totals[field] ??= value;
    else {
      phases[field] = [...(phases[field] ?? []), value];
      other.push(asTold(reading));
    }
  }
  const pick = (field: Field): number | null => totals[field] ?? combined(field, phases[field]);
  return {
    at,
    context,
    energyWh: pick("energyWh"),
    powerW: pick("powerW"),
    currentA: pick("currentA"),
    voltageV: pick("voltageV"),
    socPercent: pick("socPercent"),
    other,
  };
}

/** Signed blobs are not numbers, and a value measured at the grid inlet or in the car's battery is not what the outlet delivered. */
function isForeign(reading: RawReading): boolean {
  if (reading.format === "SignedData") return true;
  return reading.measurand !== "SoC" && (reading.location === "Inlet" || reading.location === "Body");
}

function scaled(reading: RawReading): number | null {
  const text = reading.value.trim();
  if (text === "") return null;
  const factor = UNIT_FACTORS.get(reading.unit?.trim().toLowerCase() ?? "") ?? 1;
  return finite(Number(text) * factor * 10 ** reading.multiplier);
}

function combined(field: Field, values: readonly number[] | undefined): number | null {
  if (values === undefined || values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  return finite(ADDS_UP.has(field) ? sum : sum / values.length);
}

/** Fifteen digits are what a double can tell; the rest is the noise of 1.005 kWh × 1000. */
const finite = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(15)) : null);

function asTold({ measurand, value, unit, phase, location, format }: RawReading): OtherReading {
  return { measurand, value, unit, phase, location, format };
}
