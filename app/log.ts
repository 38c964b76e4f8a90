import { appEnvironment } from "@/lib/env/app";
import { createLog, type Log } from "@/lib/log";

let made: Log | null = null;

/** Made at the first entry: a build has no environment. */
function theLog(): Log {
  made ??= createLog({ level: appEnvironment().logLevel, name: "app" });
  return made;
}

/** The web app's log. */
export const log = {
  error: (fields: object, message: string): void => theLog().error(fields, message),
} as const;
