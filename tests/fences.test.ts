import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");
const config = path.join(root, ".dependency-cruiser.cjs");

type Violation = { readonly from: string; readonly to: string; readonly rule: { readonly name: string } };
type Report = { readonly summary: { readonly totalCruised: number; readonly violations: readonly Violation[] } };

/** One offence for every rule: what imports, what it imports. */
const OFFENCES: readonly (readonly [rule: string, from: string, to: string])[] = [
  ["no-cycles", "lib/domain/egg.ts", "lib/domain/hen.ts"],
  ["domain-is-pure", "lib/domain/clock.ts", "lib/db/client.ts"],
  ["domain-is-pure", "lib/domain/schema.ts", "zod"],
  ["domain-is-pure", "lib/domain/disk.ts", "node:fs"],
  ["lib-knows-no-caller", "lib/live/page-link.ts", "app/page.tsx"],
  ["services-know-no-framework", "lib/services/redirect.ts", "next"],
  ["services-know-no-framework", "lib/services/configured.ts", "lib/env/gateway.ts"],
  ["gateway-knows-no-ui", "ocpp-gateway/runtime/render.ts", "react"],
  ["gateway-knows-no-ui", "ocpp-gateway/runtime/badge.ts", "components/badge.tsx"],
  ["ui-knows-no-wire", "app/wire-page.tsx", "ocpp-gateway/wire/frame.ts"],
  ["components-touch-no-data", "components/reader.tsx", "lib/services/read.ts"],
  ["db-only-behind-services", "app/raw-page.tsx", "lib/db/client.ts"],
  ["db-only-behind-services", "ocpp-gateway/runtime/writer.ts", "lib/db/client.ts"],
  ["versions-stay-in-adapters", "ocpp-gateway/inbound.ts", "ocpp-gateway/adapters/v16/index.ts"],
  ["v16-knows-no-v2", "ocpp-gateway/adapters/v16/borrowed.ts", "ocpp-gateway/adapters/v2/index.ts"],
  ["v2-knows-no-v16", "ocpp-gateway/adapters/v2/borrowed.ts", "ocpp-gateway/adapters/v16/index.ts"],
  ["wire-is-pure", "ocpp-gateway/wire/socket.ts", "ws"],
  ["wire-is-pure", "ocpp-gateway/adapters/later.ts", "node:timers"],
  ["simulator-shares-no-code", "tests/simulator/cheat.ts", "lib/domain/station.ts"],
  ["no-dev-dependency-shipped", "lib/services/tested.ts", "vitest"],
];

/** What the rules allow on purpose: were it forbidden too, somebody would soften the rule. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ["app/context.ts", "lib/db/client.ts"],
  ["ocpp-gateway/main.ts", "lib/db/client.ts"],
  ["ocpp-gateway/adapters/index.ts", "ocpp-gateway/adapters/v16/index.ts"],
  ["tests/simulator/checked.ts", "ocpp-gateway/schemas/load.ts"],
];

/** What closes the circle; a circle is reported once, from its first file. */
const CLOSING = ["lib/domain/hen.ts", "lib/domain/egg.ts"] as const;

const PACKAGES = ["next", "react", "ws", "zod", "vitest"];

let folder: string;
let report: Report;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kituo-fences-"));
  plantTree();
  report = cruise();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the import rules", () => {
  test("are checked over files, not over nothing", () => {
    expect(report.summary.totalCruised).toBeGreaterThan(OFFENCES.length);
  });

  test.each(OFFENCES)("%s catches %s importing %s", (rule, from, to) => {
    const caught = report.summary.violations.filter(
      (violation) => violation.from === from && violation.rule.name === rule,
    );
    const target = PACKAGES.includes(to) ? `node_modules/${to}/` : to.replace("node:", "");
    expect(caught.map((violation) => violation.to)).toContainEqual(expect.stringContaining(target));
  });

  test.each(ALLOWED)("let %s import %s", (from) => {
    expect(report.summary.violations.filter((violation) => violation.from === from)).toEqual([]);
  });

  test("each have an offence here that proves them", () => {
    const rules: { forbidden: readonly { name: string }[] } = createRequire(import.meta.url)(config);
    expect(new Set(OFFENCES.map(([rule]) => rule))).toEqual(new Set(rules.forbidden.map((rule) => rule.name)));
  });
});

/** A small project that breaks every rule; its packages are empty shells. */
function plantTree(): void {
  cpSync(config, path.join(folder, ".dependency-cruiser.cjs"));
  const { vitest, ...dependencies } = Object.fromEntries(PACKAGES.map((name) => [name, "1.0.0"]));
  write("package.json", JSON.stringify({ type: "module", dependencies, devDependencies: { vitest } }));
  write(
    "tsconfig.json",
    JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./*"] } } }),
  );
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
    write(`node_modules/${name}/index.js`, "module.exports = {};");
  }
  const imports = [...OFFENCES.map(([, from, to]) => [from, to] as const), ...ALLOWED, CLOSING];
  for (const [, to] of imports) if (/\.tsx?$/.test(to)) write(to, "export const planted = 1;\n");
  for (const [from, to] of imports) {
    const target = /\.tsx?$/.test(to) ? `@/${to.replace(/\.tsx?$/, "")}` : to;
    write(from, `import * as it from "${target}";\nexport const planted = it;\n`);
  }
}

function write(file: string, text: string): void {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

function cruise(): Report {
  const program = path.join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const folders = ["app", "components", "lib", "ocpp-gateway", "tests"];
  const options = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, options, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 50_000_000,
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}
