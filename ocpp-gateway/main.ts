/** Builds the gateway from its environment, starts it, and stops it on SIGTERM or SIGINT. Nothing else reads the environment here. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { createDatabase } from "@/lib/db/client";
import { openNotifications } from "@/lib/db/notifications";
import { gatewayEnvironment } from "@/lib/env/gateway";
import { readTlsFiles } from "@/lib/env/tls-files";
import { createLog, type Log } from "@/lib/log";
import { CHANNELS } from "@/lib/services/context";
import { createGateway } from "./gateway";

const CONNECTIONS_MAX = 16;

async function main(): Promise<void> {
  const environment = gatewayEnvironment(process.env);
  const log = createLog({ level: environment.logLevel, name: "gateway" });
  const gatewayId = `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const db = createDatabase(environment.databaseUrl, { connectionsMax: CONNECTIONS_MAX });
  const ctx = { db, now: () => new Date(), actor: { kind: "system", id: gatewayId, name: "Kituo" } } as const;
  const notifications = openNotifications({
    url: environment.databaseUrl,
    channels: Object.values(CHANNELS),
    onNotification: ({ channel, payload }) => gateway.notified(channel, payload),
    onConnected: (isConnected, error) => {
      if (isConnected) log.debug("listening to the database");
      else log.warn({ err: error }, "the database's notifications are away; polling meanwhile");
    },
  });
  const gateway = createGateway({
    ctx,
    log,
    gatewayId,
    unknownStations: environment.unknownStations,
    tryLock: notifications.tryLock,
    tls: environment.tls,
    cpoName: environment.cpoName,
    retention: environment.retention,
    uploads: environment.uploads,
    firmware: { cache: environment.firmwareCache },
    filesUrl: environment.filesUrl,
    alerts: environment.alerts,
  });

  tellOfBugs(log);

  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping");
    await gateway.close().catch((error: unknown) => log.error({ err: error }, "the gateway could not stop cleanly"));
    await notifications.close();
    await db.$disconnect();
    log.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

  // Renewed certificates are taken without dropping anybody.
  const reloadTls = (): void => {
    const { material, problems } = readTlsFiles(process.env, new Date());
    if (material === null) return log.error({ problems }, "the new certificates are not usable; the old ones stay");
    gateway.reloadTls(material);
    log.info({ pairs: material.pairs.length }, "the certificates were read again");
  };
  if (environment.tls !== null) process.on("SIGHUP", reloadTls);

  const ports = await gateway.listen({
    host: environment.host,
    ocpp: environment.ocppPort,
    ocpps: environment.ocppsPort,
    live: environment.livePort,
  });
  log.info({ gatewayId, ...ports }, "gateway listening");
}

function tellOfBugs(log: Log): void {
  process.on("unhandledRejection", (error) => log.error({ err: error }, "an unhandled rejection: a bug of ours"));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "an uncaught exception: the gateway stops and is started again");
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
