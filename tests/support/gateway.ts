import { randomBytes } from "node:crypto";
import pino from "pino";
import { createDatabase, type Database } from "@/lib/db/client";
import { openNotifications } from "@/lib/db/notifications";
import { CHANNELS, type ServiceContext } from "@/lib/services/context";
import { hashPassword } from "@/lib/services/stations/password-hash";
import { createGateway, type Gateway, type GatewayDeps } from "@/ocpp-gateway/gateway";
import { freshDatabase } from "./database";

export type TestGateway = {
  readonly gateway: Gateway;
  readonly db: Database;
  /** An administrator's context: verbs as the web app calls them. */
  readonly ctx: ServiceContext;
  readonly ocppUrl: string;
  /** Where there is TLS; otherwise nobody listens there. */
  readonly ocppsUrl: string;
  readonly liveUrl: string;
  readonly addStation: (
    identity: string,
    options?: { readonly password?: string; readonly securityProfile?: number },
  ) => Promise<number>;
  readonly addToken: (uid: string, status?: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type GatewayOptions = Pick<
  GatewayDeps,
  | "unknownStations"
  | "liveness"
  | "callTimeoutMs"
  | "handshakeLimits"
  | "tls"
  | "cpoName"
  | "retention"
  | "uploads"
  | "firmware"
  | "alerts"
>;

/** A gateway in this process on free ports, over a database of its own. */
export async function startGateway({
  databaseUrl,
  ...options
}: Partial<GatewayOptions> & { readonly databaseUrl?: string } = {}): Promise<TestGateway> {
  const fresh = databaseUrl === undefined ? await freshDatabase() : null;
  const url = databaseUrl ?? fresh?.url ?? "";
  const db = createDatabase(url, { connectionsMax: 8 });
  const now = (): Date => new Date();
  const gatewayId = `test-${randomBytes(4).toString("hex")}`;
  const log = pino({ level: process.env["TEST_LOG_LEVEL"] ?? "silent" });
  const notifications = openNotifications({
    url,
    channels: Object.values(CHANNELS),
    onNotification: ({ channel, payload }) => gateway.notified(channel, payload),
    onConnected: () => undefined,
  });
  const gateway = createGateway({
    ctx: { db, now, actor: { kind: "system", id: gatewayId, name: "Kituo" } },
    log,
    gatewayId,
    unknownStations: "inbox",
    tryLock: notifications.tryLock,
    ...options,
  });
  const ports = await gateway.listen({ host: "127.0.0.1", ocpp: 0, ocpps: 0, live: 0 });
  return {
    gateway,
    db,
    ctx: { db, now, actor: { kind: "operator", id: "test-admin", name: "Test", role: "admin" } },
    ocppUrl: `ws://127.0.0.1:${ports.ocpp}/ocpp`,
    ocppsUrl: `wss://localhost:${ports.ocpps}/ocpp`,
    liveUrl: `http://127.0.0.1:${ports.live}`,
    addStation: async (identity, { password, securityProfile } = {}) => {
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const profile = securityProfile ?? (password === undefined ? 0 : 1);
      const data = { identity, identityKey: identity.toLowerCase(), securityProfile: profile, passwordHash };
      return (await db.station.create({ data })).id;
    },
    addToken: async (uid, status = "Accepted") => {
      await db.token.create({ data: { uid, uidKey: uid.toLowerCase(), status } });
    },
    stop: async () => {
      await gateway.close();
      await notifications.close();
      await db.$disconnect();
      await fresh?.drop();
    },
  };
}
