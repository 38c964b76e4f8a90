import { parseArgs } from "node:util";

export const PARTS = ["1.6", "2.0.1", "ramp", "fleet", "rollout"] as const;
export type Part = (typeof PARTS)[number];

export type BenchOptions = {
  readonly stations: number;
  readonly rampStations: number;
  /** In the firmware campaign that is planned and stepped. */
  readonly rolloutStations: number;
  /** Of each measured round. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  readonly only: ReadonlySet<Part>;
  /** Writes a CPU profile of the gateway beside the results. */
  readonly profile: boolean;
};

export type Arguments =
  | { readonly type: "Help" }
  | { readonly type: "Wrong"; readonly problem: string }
  | { readonly type: "Run"; readonly options: BenchOptions };

export const HELP = `Kituo against a bare ws server and an ocpp-rpc server without a database, in one run.

  npm run bench -- --stations 100 --seconds 10

  --stations N        connections of the closed loops (1 to 2000; default 100)
  --seconds S         length of one measured round (default 10)
  --warm-up S         length of the round before, which does not count (default 3)
  --rounds N          rounds of each server, in turn (default 3)
  --ramp-stations N   stations that connect and boot in the ramp (default 500)
  --rollout-stations N  stations of the firmware campaign (100 to 20000; default 10000)
  --only A,B          parts to run: ${PARTS.join(", ")} (default all)
  --profile           also write a CPU profile of the gateway
  --help              this text
`;

export function parseArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stations: { type: "string", default: "100" },
        seconds: { type: "string", default: "10" },
        "warm-up": { type: "string", default: "3" },
        rounds: { type: "string", default: "3" },
        "ramp-stations": { type: "string", default: "500" },
        "rollout-stations": { type: "string", default: "10000" },
        only: { type: "string", default: PARTS.join(",") },
        profile: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { type: "Help" };
    const options = {
      stations: numberIn("stations", values.stations, 1, 2_000),
      seconds: numberIn("seconds", values.seconds, 0.5, 3_600),
      warmUpSeconds: numberIn("warm-up", values["warm-up"], 0, 600),
      rounds: numberIn("rounds", values.rounds, 1, 100),
      rampStations: numberIn("ramp-stations", values["ramp-stations"], 1, 10_000),
      rolloutStations: numberIn("rollout-stations", values["rollout-stations"], 100, 20_000),
      only: new Set(values.only.split(",").map(partOf)),
      profile: values.profile,
    };
    return { type: "Run", options };
  } catch (error) {
    return { type: "Wrong", problem: error instanceof Error ? error.message : String(error) };
  }
}

function numberIn(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= min && value <= max) return value;
  throw new Error(`--${name}: "${text}" is not a number from ${min} to ${max}`);
}

function partOf(text: string): Part {
  const part = PARTS.find((known) => known === text.trim());
  if (part === undefined) throw new Error(`--only: "${text}" is none of ${PARTS.join(", ")}`);
  return part;
}
