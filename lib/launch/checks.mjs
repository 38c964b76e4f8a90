import { say } from "./console-lines.mjs";
import { inProject } from "./project.mjs";
import { runQuietly } from "./quiet-command.mjs";
import { writeNextTypes } from "./web-build.mjs";

/** @typedef {{ name: string, program: string[], args: string[], refuses?: RegExp }} Check */

/** What holds the style, none of which needs a database. @type {readonly Check[]} */
const CHECKS = [
  { name: "format", program: ["@biomejs", "biome", "bin", "biome"], args: ["ci", "--colors=off", "."] },
  { name: "lint", program: ["oxlint", "bin", "oxlint"], args: [] },
  { name: "types", program: ["typescript", "bin", "tsc"], args: ["--noEmit"] },
  {
    name: "imports",
    program: ["dependency-cruiser", "bin", "dependency-cruise.mjs"],
    args: ["--config", ".dependency-cruiser.cjs", "app", "components", "lib", "ocpp-gateway", "tests"],
    // Blind to a compiler it does not know, it would report success over nothing.
    refuses: /\b0 modules\b/,
  },
  { name: "unused", program: ["knip", "bin", "knip.js"], args: ["--no-progress"] },
];

/** As many as the checks may take of two cores. */
const AT_ONCE = 2;

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks() {
  writeNextTypes();
  const waiting = [...CHECKS];
  const counts = { passed: 0, failed: 0 };
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (await passes(check)) counts.passed += 1;
      else counts.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return counts;
}

/** @param {Check} check @returns {Promise<boolean>} */
async function passes({ name, program, args, refuses }) {
  const begun = Date.now();
  const { code, output } = await runQuietly(process.execPath, [inProject("node_modules", ...program), ...args]);
  const isGood = code === 0 && refuses?.test(output) !== true;
  say(`${isGood ? "✓" : "✗"} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  if (!isGood) console.log(output);
  return isGood;
}
