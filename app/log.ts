import { appEnvironment } from "@/lib/env/app";
import { createLog, type Log } from "@/lib/log";

let made: Log | null = null;

/** The web app's log, made on first use: a build has no environment. */
export function log(): Log {
  made ??= createLog({ level: appEnvironment().logLevel, name: "app" });
  return made;
}
