import { expect, test } from "vitest";
import { parseArguments } from "../seed/arguments";

const NOW = new Date("2026-11-23T08:00:00Z");

test("without arguments ten thousand chargers and a million sessions are made, as of now", () => {
  expect(parseArguments([], NOW)).toEqual({
    type: "Run",
    plan: { stations: 10_000, sessions: 1_000_000, seed: 1, at: NOW },
    resets: false,
    holds: false,
  });
});

test("figures, instant, reset and hold are taken", () => {
  const args = [
    "--stations",
    "5",
    "--sessions",
    "0",
    "--seed",
    "9",
    "--at",
    "2026-01-02T03:04:05Z",
    "--reset",
    "--hold",
  ];
  expect(parseArguments(args, NOW)).toEqual({
    type: "Run",
    plan: { stations: 5, sessions: 0, seed: 9, at: new Date("2026-01-02T03:04:05Z") },
    resets: true,
    holds: true,
  });
});

test.each([
  [["--stations", "0"], '--stations: "0" is not a whole number from 1 to 100000'],
  [["--stations", "many"], '--stations: "many" is not a whole number from 1 to 100000'],
  [["--sessions", "1e6"], '--sessions: "1e6" is not a whole number from 0 to 5000000'],
  [["--seed", "-1"], null],
  [["--at", "yesterday"], '--at: "yesterday" is not an instant like 2026-11-23T08:00:00Z'],
  [["--chargers", "5"], null],
  [["5"], null],
])("%j is told to be wrong", (args, problem) => {
  const parsed = parseArguments(args, NOW);
  expect(parsed.type).toBe("Wrong");
  if (problem !== null) expect(parsed).toEqual({ type: "Wrong", problem });
});
