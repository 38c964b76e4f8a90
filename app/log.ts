import { pino } from "pino";

/** Structured log of the web app. Secrets never get here: actions log errors, not inputs. */
export const log = pino({ name: "app", level: process.env["KITUO_LOG_LEVEL"] ?? "info" });
