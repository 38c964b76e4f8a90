import { requireNode } from "./node-version.mjs";

requireNode();
const { runChecks } = await import("./checks.mjs");
const { runCommand } = await import("./failure.mjs");
const { setUp } = await import("./set-up.mjs");

await runCommand(async () => {
  await setUp();
  const { passed, failed } = await runChecks();
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
