import { z } from "zod";
import { addressOrNull, databaseUrl, parseEnvironment, portOr, unsettable } from "./shared";

const SCHEMA = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: addressOrNull("redis", "rediss"),
    KITUO_OCPP_PORT: portOr(9220),
    KITUO_LIVE_PORT: portOr(9221),
    KITUO_HOST: unsettable(z.string().min(1).default("0.0.0.0")),
    KITUO_UNKNOWN_STATIONS: unsettable(z.enum(["inbox", "accept", "refuse"]).default("inbox")),
    KITUO_LOG_LEVEL: unsettable(z.enum(["debug", "info", "warn", "error"]).default("info")),
  })
  .transform((read) => ({
    databaseUrl: read.DATABASE_URL,
    ocppPort: read.KITUO_OCPP_PORT,
    livePort: read.KITUO_LIVE_PORT,
    host: read.KITUO_HOST,
    unknownStations: read.KITUO_UNKNOWN_STATIONS,
    logLevel: read.KITUO_LOG_LEVEL,
  }));

export type GatewayEnvironment = Readonly<z.output<typeof SCHEMA>>;

/** The environment of the gateway; every error is told at once. */
export function gatewayEnvironment(source: Readonly<Record<string, string | undefined>>): GatewayEnvironment {
  return parseEnvironment(SCHEMA, source);
}
