import { parseArgs } from "node:util";

export type ListsOptions = {
  readonly stations: number;
  readonly sessions: number;
  /** Of each question that count. */
  readonly requests: number;
  /** Only cases whose name has this in it; empty = all. */
  readonly match: string;
};

type Arguments =
  | { readonly type: "Help" }
  | { readonly type: "Wrong"; readonly problem: string }
  | { readonly type: "Run"; readonly options: ListsOptions };

export const LISTS_HELP = `How soon the lists answer on a large, seeded database, over HTTP.

  npm run bench -- --only lists

  --stations N   chargers (1 to 100000; default 10000)
  --sessions N   charging sessions (0 to 5000000; default 1000000)
  --requests N   how often each question is asked (default 20)
  --match TEXT   only the questions with this in their name
  --help         this text

The database is kept in .data-bench-lists and seeded anew where it is another one or a week old.
`;

export function parseListsArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: "string" },
        stations: { type: "string", default: "10000" },
        sessions: { type: "string", default: "1000000" },
        requests: { type: "string", default: "20" },
        match: { type: "string", default: "" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { type: "Help" };
    const options = {
      stations: numberIn("stations", values.stations, 1, 100_000),
      sessions: numberIn("sessions", values.sessions, 0, 5_000_000),
      requests: numberIn("requests", values.requests, 1, 1_000),
      match: values.match,
    };
    return { type: "Run", options };
  } catch (error) {
    return { type: "Wrong", problem: error instanceof Error ? error.message : String(error) };
  }
}

function numberIn(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= min && value <= max) return value;
  throw new Error(`--${name}: "${text}" is not a whole number from ${min} to ${max}`);
}
