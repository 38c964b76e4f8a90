import pino, { type Logger } from "pino";
import { withoutSecrets } from "./domain/secret-text";

export type Log = Logger;

/** Fields that hold secrets wherever they stand; the log never has their values. */
const SECRETS = ["password", "authorization", "*.password", "*.authorization", "ticket", "*.ticket", "DATABASE_URL"];

/** Structured JSON on stdout, pretty on a terminal. The level says who reads it: see `style` in the README. */
export function createLog(options: { readonly level: string; readonly name: string }): Log {
  const base = {
    name: options.name,
    level: options.level,
    redact: { paths: SECRETS, censor: "[redacted]" },
    formatters: { log: withoutSecretsInside },
  };
  if (process.stdout.isTTY !== true) return pino(base);
  return pino({
    ...base,
    transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
  });
}

/** Addresses with a password or a token of ours in them are told by stations, and by errors about them. */
function withoutSecretsInside(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === "string") return [name, withoutSecrets(value)];
      return [name, value instanceof Error ? withoutSecretsInError(value) : value];
    }),
  );
}

function withoutSecretsInError(error: Error): unknown {
  const told = pino.stdSerializers.err(error);
  return { ...told, message: withoutSecrets(told.message), stack: withoutSecrets(told.stack) };
}
