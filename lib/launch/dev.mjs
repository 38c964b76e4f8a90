import { requireNode } from "./node-version.mjs";

requireNode();
const { parseArgs } = await import("node:util");
const { gatewayWatchCommand, simulatorCommand, webWatchCommand } = await import("./commands.mjs");
const { runCommand } = await import("./failure.mjs");
const { runInstance, withCode } = await import("./instance.mjs");
const { writeNextTypes, writeTsconfig } = await import("./web-build.mjs");

const BUILD_FOLDER = ".next/watch";

/** Watch mode for both processes; `-- --stations N` adds a simulated fleet. */
await runCommand(() => {
  const { values } = parseArgs({ options: { stations: { type: "string", default: "0" } } });
  const hasFleet = Number(values.stations) > 0;
  return runInstance({
    purpose: "npm run dev",
    environment: {
      KITUO_LOG_LEVEL: "debug",
      ...(hasFleet ? { KITUO_UNKNOWN_STATIONS: "accept" } : {}),
      ...process.env,
    },
    prepareWeb: async () => {
      writeTsconfig(BUILD_FOLDER);
      writeNextTypes();
      return BUILD_FOLDER;
    },
    commands: (env, settings, code) => [
      gatewayWatchCommand(env),
      webWatchCommand(withCode(env, code), settings.webPort),
    ],
    whenReady: async ({ settings }) =>
      hasFleet ? [simulatorCommand(settings.ocppPort, ["--prefix", "DEV", "--stations", values.stations])] : [],
  });
});
