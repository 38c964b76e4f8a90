import path from "node:path";
import { z } from "zod";
import { filesUrl } from "@/lib/domain/connection-url";
import { addressOrNull, databaseUrl, daysOr, parseEnvironment, portOr, portOrNull, unsettable } from "./shared";
import { readTlsFiles, type TlsMaterial } from "./tls-files";

const SCHEMA = z
  .object({
    DATABASE_URL: databaseUrl,
    REDIS_URL: addressOrNull("redis", "rediss"),
    KITUO_OCPP_PORT: portOr(9220),
    KITUO_OCPPS_PORT: portOrNull,
    KITUO_LIVE_PORT: portOr(9221),
    KITUO_CPO_NAME: unsettable(z.string().min(1).max(64).nullable().default(null)),
    KITUO_HOST: unsettable(z.string().min(1).default("0.0.0.0")),
    KITUO_UNKNOWN_STATIONS: unsettable(z.enum(["inbox", "accept", "refuse"]).default("inbox")),
    KITUO_MESSAGE_RETENTION_DAYS: daysOr(90),
    KITUO_METER_RETENTION_DAYS: daysOr(400),
    KITUO_UPLOAD_BASE_URL: addressOrNull("http", "https"),
    KITUO_PUBLIC_OCPP_URL: addressOrNull("ws", "wss"),
    KITUO_UPLOAD_MAX_BYTES: unsettable(
      z.coerce
        .number()
        .int()
        .min(1)
        .max(2_147_483_647)
        .default(256 * 1024 * 1024),
    ),
    KITUO_UPLOAD_KEEP_DAYS: unsettable(z.coerce.number().int().min(1).max(36_500).default(90)),
    KITUO_DATA_DIR: unsettable(z.string().min(1).nullable().default(null)),
    KITUO_FIRMWARE_CACHE_BYTES: unsettable(
      z.coerce
        .number()
        .int()
        .min(0)
        .default(2 * 1024 ** 3),
    ),
    KITUO_SMTP_URL: addressOrNull("smtp", "smtps"),
    KITUO_SMTP_FROM: unsettable(z.string().min(3).max(320).includes("@").nullable().default(null)),
    KITUO_WEBHOOKS_TO_PRIVATE_NETWORKS: unsettable(z.enum(["true", "false"]).default("false")),
    KITUO_CONSOLE_URL: addressOrNull("http", "https"),
    KITUO_LOG_LEVEL: unsettable(z.enum(["debug", "info", "warn", "error"]).default("info")),
  })
  .refine((read) => (read.KITUO_SMTP_URL === null) === (read.KITUO_SMTP_FROM === null), {
    message: "is needed with KITUO_SMTP_URL, and is of no use without it",
    path: ["KITUO_SMTP_FROM"],
  })
  .transform((read) => ({
    databaseUrl: read.DATABASE_URL,
    ocppPort: read.KITUO_OCPP_PORT,
    ocppsPort: read.KITUO_OCPPS_PORT,
    cpoName: read.KITUO_CPO_NAME,
    livePort: read.KITUO_LIVE_PORT,
    host: read.KITUO_HOST,
    unknownStations: read.KITUO_UNKNOWN_STATIONS,
    /** Days that are kept besides today. */
    retention: { messageDays: read.KITUO_MESSAGE_RETENTION_DAYS, meterDays: read.KITUO_METER_RETENTION_DAYS },
    /** Of the logs that stations upload. */
    uploads: { bytesMax: read.KITUO_UPLOAD_MAX_BYTES, keepDays: read.KITUO_UPLOAD_KEEP_DAYS },
    /** Where images are kept besides the database, and how much of them; null = nowhere. */
    firmwareCache: {
      folder: read.KITUO_DATA_DIR === null ? null : path.join(read.KITUO_DATA_DIR, "cache", "firmware"),
      bytesMax: read.KITUO_FIRMWARE_CACHE_BYTES,
    },
    /** Where stations find files of ours; null = where they dial. */
    filesUrl: filesUrl(read.KITUO_UPLOAD_BASE_URL, read.KITUO_PUBLIC_OCPP_URL),
    /** How alerts are told, and the folders whose disks they watch. */
    alerts: {
      smtp:
        read.KITUO_SMTP_URL === null || read.KITUO_SMTP_FROM === null
          ? null
          : { url: read.KITUO_SMTP_URL, from: read.KITUO_SMTP_FROM },
      allowsPrivateWebhooks: read.KITUO_WEBHOOKS_TO_PRIVATE_NETWORKS === "true",
      /** Where people find the console, for links in messages; null = no links. */
      consoleUrl: read.KITUO_CONSOLE_URL,
      folders: [path.resolve(read.KITUO_DATA_DIR ?? ".")],
    },
    logLevel: read.KITUO_LOG_LEVEL,
  }));

export type GatewayEnvironment = Readonly<z.output<typeof SCHEMA>> & {
  /** Null where there is no TLS listener. */
  readonly tls: TlsMaterial | null;
};

/** The environment of the gateway, with the certificates it names; every error is told at once. */
export function gatewayEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  now: Date = new Date(),
): GatewayEnvironment {
  const { material, problems } = readTlsFiles(source, now);
  return { ...parseEnvironment(SCHEMA, source, problems), tls: material };
}
