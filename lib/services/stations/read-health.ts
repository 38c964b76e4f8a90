import type { Connection, Station } from "@/lib/db/generated/client";
import { isClockOff } from "@/lib/domain/clock-offset";
import { readClosing } from "@/lib/domain/closing";
import type { ConnectionView, StationHealth } from "@/lib/domain/health-view";
import type { PingFigures } from "@/lib/domain/ping-figures";
import { isUnstable } from "@/lib/domain/stability";
import { requirePermission, type ServiceContext } from "../context";
import { readConnectivity } from "./connectivity";
import { countReconnects, unstableSince } from "./count-reconnects";
import { findStationOrThrow } from "./find-station";

const CONNECTIONS_SHOWN = 20;
const DAY_MS = 86_400_000;

/** How a station's line, clock and access stand. */
export async function readHealth(ctx: ServiceContext, identity: string): Promise<StationHealth> {
  requirePermission(ctx, "read");
  const station = await findStationOrThrow(ctx.db, identity);
  const now = ctx.now();
  const [connections, of15, of24, connectivityOf] = await Promise.all([
    ctx.db.connection.findMany({
      where: { stationId: station.id },
      orderBy: { epoch: "desc" },
      take: CONNECTIONS_SHOWN,
    }),
    countReconnects(ctx.db, [station.id], unstableSince(now)),
    countReconnects(ctx.db, [station.id], new Date(now.getTime() - DAY_MS)),
    readConnectivity(ctx.db, [station], now),
  ]);
  const connectivity = connectivityOf(station);
  const last15Minutes = of15.get(station.id) ?? 0;
  const shown = connections.map(toConnectionView);
  const newest = shown[0] ?? null;
  return {
    identity,
    connectivity,
    isUnstable: isUnstable(last15Minutes),
    reconnects: { last15Minutes, last24Hours: of24.get(station.id) ?? 0 },
    pings: newest?.pings ?? null,
    clock: toClock(station),
    security: toSecurity(station, connectivity.state === "Connected" ? (newest?.securityProfile ?? null) : null),
    connections: shown,
  };
}

function toConnectionView(row: Connection): ConnectionView {
  return {
    epoch: row.epoch,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    ocppVersion: row.ocppVersion,
    securityProfile: row.securityProfile,
    remoteAddress: row.remoteAddress,
    closeCode: row.closeCode,
    closing: row.closedAt === null ? null : readClosing(row.closeCode, row.closeReason),
    pings: toPings(row),
  };
}

function toPings({ pingLastMs, pingMedianMs, pingMaxMs }: Connection): PingFigures | null {
  if (pingLastMs === null || pingMedianMs === null || pingMaxMs === null) return null;
  return { lastMs: pingLastMs, medianMs: pingMedianMs, maxMs: pingMaxMs };
}

function toClock({ clockOffsetMs: offsetMs, clockCheckedAt }: Station): StationHealth["clock"] {
  if (offsetMs === null || clockCheckedAt === null) return null;
  return { offsetMs, checkedAt: clockCheckedAt.toISOString(), isOff: isClockOff(offsetMs) };
}

function toSecurity(station: Station, inUse: number | null): StationHealth["security"] {
  return {
    inUse,
    required: station.securityProfile,
    minimum: station.minSecurityProfile,
    hasPassword: station.passwordHash !== null,
    isPasswordChanging: station.passwordHashNext !== null,
    passwordSetAt: station.passwordSetAt?.toISOString() ?? null,
    passwordTakenAt: station.passwordTakenAt?.toISOString() ?? null,
  };
}
