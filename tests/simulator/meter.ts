/** What feeds the car: an AC outlet, or a DC charger with its own power limit. */
export type Outlet =
  | { readonly current: "AC"; readonly phases: 1 | 3; readonly amps: number }
  | { readonly current: "DC"; readonly watts: number };

export type Car = {
  readonly batteryWh: number;
  readonly maxWatts: number;
  /** From 0 to 1, at plug-in. */
  readonly stateOfCharge: number;
};

/** Where the meter and the car stand. The register only ever grows. */
export type Flow = { readonly registerWh: number; readonly stateOfCharge: number; readonly secondsCharging: number };

export type Measurement = {
  readonly measurand: Measurand;
  readonly value: number;
  readonly unit: "Wh" | "W" | "V" | "A" | "Percent";
  readonly phase?: "L1" | "L2" | "L3";
};

type Measurand = "Energy.Active.Import.Register" | "Power.Active.Import" | "Voltage" | "Current.Import" | "SoC";

/** All that `measure` can tell. */
export const MEASURANDS: readonly Measurand[] = [
  "Energy.Active.Import.Register",
  "Power.Active.Import",
  "Voltage",
  "Current.Import",
  "SoC",
];

const MAINS_VOLTS = 230;
const RAMP_SECONDS = 20;
const TAPER_FROM = 0.8;
const STEP_SECONDS = 10;

/** Ramp after the start, plateau, taper above 80 % state of charge, nothing when full. */
export function powerWatts(outlet: Outlet, car: Car, flow: Flow): number {
  if (flow.stateOfCharge >= 1) return 0;
  const peak = Math.min(outletWatts(outlet), car.maxWatts);
  const ramp = Math.min(1, flow.secondsCharging / RAMP_SECONDS);
  const taper = flow.stateOfCharge <= TAPER_FROM ? 1 : 1 - (0.9 * (flow.stateOfCharge - TAPER_FROM)) / (1 - TAPER_FROM);
  return peak * ramp * taper;
}

/** Lets current flow for some seconds. */
export function advance(flow: Flow, seconds: number, outlet: Outlet, car: Car): Flow {
  let next = flow;
  for (let left = seconds; left > 0; left -= STEP_SECONDS) next = step(next, Math.min(left, STEP_SECONDS), outlet, car);
  return next;
}

function step(flow: Flow, seconds: number, outlet: Outlet, car: Car): Flow {
  const secondsCharging = flow.secondsCharging + seconds;
  const watts = powerWatts(outlet, car, { ...flow, secondsCharging: flow.secondsCharging + seconds / 2 });
  const wattHours = Math.min((watts * seconds) / 3600, (1 - flow.stateOfCharge) * car.batteryWh);
  const stateOfCharge = Math.min(1, flow.stateOfCharge + wattHours / car.batteryWh);
  return {
    registerWh: flow.registerWh + wattHours,
    secondsCharging,
    stateOfCharge: stateOfCharge > 0.9995 ? 1 : stateOfCharge,
  };
}

export function registerWh(flow: Flow): number {
  return Math.floor(flow.registerWh);
}

/** What the meter shows. `wobble` in [-1, 1] moves the voltage a little, as the grid does. */
export function measure(outlet: Outlet, car: Car, flow: Flow, wobble: number): readonly Measurement[] {
  const watts = Math.round(powerWatts(outlet, car, flow));
  const energy: Measurement = { measurand: "Energy.Active.Import.Register", value: registerWh(flow), unit: "Wh" };
  const power: Measurement = { measurand: "Power.Active.Import", value: watts, unit: "W" };
  if (outlet.current === "DC") return [energy, power, ...measureDirect(watts, flow, wobble)];
  return [energy, power, ...measureAlternating(watts, outlet.phases, wobble)];
}

function measureDirect(watts: number, flow: Flow, wobble: number): readonly Measurement[] {
  const volts = tenths(350 + 60 * flow.stateOfCharge + wobble);
  return [
    { measurand: "Voltage", value: volts, unit: "V" },
    { measurand: "Current.Import", value: tenths(watts / volts), unit: "A" },
    { measurand: "SoC", value: Math.floor(flow.stateOfCharge * 100), unit: "Percent" },
  ];
}

function measureAlternating(watts: number, phases: 1 | 3, wobble: number): readonly Measurement[] {
  const volts = tenths(MAINS_VOLTS + 2 * wobble);
  const amps = tenths(watts / (volts * phases));
  const names = phases === 3 ? (["L1", "L2", "L3"] as const) : (["L1"] as const);
  return [
    { measurand: "Voltage", value: volts, unit: "V" },
    ...names.map((phase): Measurement => ({ measurand: "Current.Import", value: amps, unit: "A", phase })),
  ];
}

function outletWatts(outlet: Outlet): number {
  return outlet.current === "DC" ? outlet.watts : outlet.amps * outlet.phases * MAINS_VOLTS;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
