import { parseArgs } from "node:util";

/** What is to be made. The same figures, seed and instant make the same rows. */
export type SeedPlan = {
  readonly stations: number;
  readonly sessions: number;
  readonly seed: number;
  /** What the data takes for now. */
  readonly at: Date;
};

type Arguments =
  | { readonly type: "Help" }
  | { readonly type: "Wrong"; readonly problem: string }
  | {
      readonly type: "Run";
      readonly plan: SeedPlan;
      /** Take away what an earlier run made. */
      readonly resets: boolean;
      /** Afterwards, keep the fleet's line open until Ctrl-C. */
      readonly holds: boolean;
    };

export const HELP = `A believable fleet with its history, for trying out and measuring.

  npm run seed -- --stations 10000 --sessions 1000000

  --stations N   chargers (1 to 100000; default 10000)
  --sessions N   charging sessions of the last 13 months (0 to 5000000; default 1000000)
  --seed N       the same number makes the same fleet (default 1)
  --at INSTANT   what it takes for now, like 2026-11-23T08:00:00Z (default: the clock)
  --reset        take away what an earlier seed made, and make it anew
  --hold         then keep the fleet's line open until Ctrl-C; without it its chargers are soon seen offline
  --help         this text

It writes only to a database without chargers, sites and tokens, and --reset only takes away what a seed made.
`;

export function parseArguments(args: readonly string[], now: Date): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stations: { type: "string", default: "10000" },
        sessions: { type: "string", default: "1000000" },
        seed: { type: "string", default: "1" },
        at: { type: "string" },
        reset: { type: "boolean", default: false },
        hold: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { type: "Help" };
    const plan = {
      stations: wholeNumber("stations", values.stations, 1, 100_000),
      sessions: wholeNumber("sessions", values.sessions, 0, 5_000_000),
      seed: wholeNumber("seed", values.seed, 0, 2_147_483_647),
      at: values.at === undefined ? now : instant(values.at),
    };
    return { type: "Run", plan, resets: values.reset, holds: values.hold };
  } catch (error) {
    return { type: "Wrong", problem: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`--${name}: "${text}" is not a whole number from ${min} to ${max}`);
}

function instant(text: string): Date {
  const at = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new Error(`--at: "${text}" is not an instant like 2026-11-23T08:00:00Z`);
}
