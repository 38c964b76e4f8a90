import pino, { type Logger } from "pino";

export type Log = Logger;

/** Fields that hold secrets wherever they stand; the log never has their values. */
const SECRETS = ["password", "authorization", "*.password", "*.authorization", "ticket", "*.ticket", "DATABASE_URL"];

/** Structured JSON on stdout, pretty on a terminal. The level says who reads it: see `style` in the README. */
export function createLog(options: { readonly level: string; readonly name: string }): Log {
  const base = { name: options.name, level: options.level, redact: { paths: SECRETS, censor: "[redacted]" } };
  if (process.stdout.isTTY !== true) return pino(base);
  return pino({
    ...base,
    transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
  });
}
