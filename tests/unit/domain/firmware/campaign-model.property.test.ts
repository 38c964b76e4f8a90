import fc from "fast-check";
import { expect, test } from "vitest";
import { histories, play } from "./world-histories";

const HISTORIES = Number(process.env["TEST_ROLLOUT_HISTORIES"] ?? 3_000);

test("whatever happens, nothing that must not be is (I1–I21)", { timeout: 10 ** 7 }, () => {
  const marks: Record<string, number> = {};
  const t = Date.now();
  let runs = 0;
  const r = fc.check(
    fc.property(histories, (history) => {
      runs += 1;
      const world = play(history);
      if (world.broken.length > 0) throw new Error(world.broken[0]);
      for (const name of Object.keys(world.marks)) marks[name] = (marks[name] ?? 0) + 1;
    }),
    { numRuns: HISTORIES, seed: 42 },
  );
  console.log(runs, Date.now() - t, "ms", JSON.stringify(marks, null, 0));
  if (r.failed) console.log(String((r as any).errorInstance?.stack), JSON.stringify(r.counterexample), r.numShrinks);
  expect(r.failed).toBe(false);
});
