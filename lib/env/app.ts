import { z } from "zod";
import { addressOrNull, databaseUrl, parseEnvironment, portOr, portOrNull, unsettable } from "./shared";

const SCHEMA = z
  .object({
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: unsettable(z.string("is needed").min(32, "needs at least 32 characters")),
    KITUO_FIRST_RUN_CODE: unsettable(z.string().min(6).nullable().default(null)),
    KITUO_WEB_PORT: portOr(3000),
    KITUO_OCPP_PORT: portOr(9220),
    KITUO_OCPPS_PORT: portOrNull,
    KITUO_LIVE_PORT: portOr(9221),
    KITUO_PUBLIC_OCPP_URL: addressOrNull("ws", "wss"),
    KITUO_UPLOAD_BASE_URL: addressOrNull("http", "https"),
    KITUO_PUBLIC_LIVE_URL: addressOrNull("http", "https"),
    KITUO_MAP_TILES_URL: addressOrNull("http", "https").refine(
      (url) => url === null || ["{z}", "{x}", "{y}"].every((part) => url.includes(part)),
      "must hold {z}, {x} and {y}",
    ),
    KITUO_MAP_TILES_CREDIT: unsettable(z.string().max(500).nullable().default(null)),
    KITUO_FIRMWARE_MAX_BYTES: unsettable(
      z.coerce
        .number()
        .int()
        .min(1)
        .default(1024 ** 3),
    ),
    KITUO_PSEUDO_LANGUAGE: unsettable(z.enum(["on", "off"]).default("off")),
    KITUO_LOG_LEVEL: unsettable(z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info")),
  })
  .transform((read) => ({
    databaseUrl: read.DATABASE_URL,
    signInSecret: read.BETTER_AUTH_SECRET,
    /** Null once there is an administrator, or where the environment names one. */
    firstRunCode: read.KITUO_FIRST_RUN_CODE,
    webPort: read.KITUO_WEB_PORT,
    ocppPort: read.KITUO_OCPP_PORT,
    /** OCPP over TLS; null = not served. */
    ocppsPort: read.KITUO_OCPPS_PORT,
    livePort: read.KITUO_LIVE_PORT,
    /** What chargers dial, without the identity; null = the host the operator's browser uses. */
    publicOcppUrl: read.KITUO_PUBLIC_OCPP_URL,
    /** Where chargers upload to, without `/uploads`; null = the listener they dial. */
    uploadBaseUrl: read.KITUO_UPLOAD_BASE_URL,
    /** Where browsers find the live channel; null = the page's host at `livePort`. */
    publicLiveUrl: read.KITUO_PUBLIC_LIVE_URL,
    /** Map tiles as browsers find them, with {z}, {x} and {y}; null = a plain ground, and nobody else is asked. */
    mapTilesUrl: read.KITUO_MAP_TILES_URL,
    /** Whom the tiles are owed to, shown below them. */
    mapTilesCredit: read.KITUO_MAP_TILES_CREDIT,
    /** Of one firmware image. */
    firmwareBytesMax: read.KITUO_FIRMWARE_MAX_BYTES,
    /** May `en-XA` be chosen, by its cookie? For tests and for development. */
    hasPseudoLanguage: read.KITUO_PSEUDO_LANGUAGE === "on",
    logLevel: read.KITUO_LOG_LEVEL,
  }));

export type AppEnvironment = Readonly<z.output<typeof SCHEMA>>;

let parsed: AppEnvironment | null = null;

/** The environment of the web app, parsed on first use: a build has none. */
export function appEnvironment(): AppEnvironment {
  parsed ??= parseEnvironment(SCHEMA, process.env);
  return parsed;
}
