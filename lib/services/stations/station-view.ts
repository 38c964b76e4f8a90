import type { Prisma } from "@/lib/db/generated/client";
import { CONNECTOR_STATUSES, type ConnectorStatus, OCCUPANCIES, type Occupancy } from "@/lib/domain/station";
import type { Connectivity, StationDetail, StationListItem } from "@/lib/domain/station-view";

/** What a station row must be read with to become a view. */
export const stationIncludes = {
  site: { select: { name: true } },
  connectors: { orderBy: [{ evse: "asc" }, { connector: "asc" }] },
  /** The one whose update is under way: there is never more than one open attempt. */
  firmwareJobs: { where: { firmwareAttempts: { some: { closedAt: null } } }, select: { id: true } },
} as const satisfies Prisma.StationInclude;

export type StationRow = Prisma.StationGetPayload<{ include: typeof stationIncludes }>;

/** How the line to a station stands. */
export type Line = { readonly connectivity: Connectivity; readonly isUnstable: boolean };

export function toStationListItem(row: StationRow, line: Line): StationListItem {
  return {
    id: row.id,
    identity: row.identity,
    name: row.name,
    siteName: row.site?.name ?? null,
    tags: row.tags,
    isBlocked: row.isBlocked,
    vendor: row.vendor,
    model: row.model,
    firmwareVersion: row.firmwareVersion,
    ocppVersion: row.ocppVersion,
    connectivity: line.connectivity,
    isUnstable: line.isUnstable,
    isUpdating: row.firmwareJobs.length > 0,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    connectors: row.connectors.map(toConnector),
  };
}

export function toStationDetail(row: StationRow, line: Line): StationDetail {
  return {
    ...toStationListItem(row, line),
    siteId: row.siteId,
    serialNumber: row.serialNumber,
    meterSerialNumber: row.meterSerialNumber,
    iccid: row.iccid,
    imsi: row.imsi,
    securityProfile: row.securityProfile,
    minSecurityProfile: row.minSecurityProfile,
    hasPassword: row.passwordHash !== null,
    pinnedVersion: row.pinnedVersion,
    registrationStatus: row.registrationStatus,
    registeredStatus: row.registeredStatus,
    heartbeatSeconds: row.heartbeatSeconds,
    bootedAt: row.bootedAt?.toISOString() ?? null,
    bootReason: row.bootReason,
    remoteAddress: row.remoteAddress,
    createdAt: row.createdAt.toISOString(),
  };
}

function toConnector(row: StationRow["connectors"][number]): StationListItem["connectors"][number] {
  return {
    evse: row.evse,
    connector: row.connector,
    status: toStatus(row.status),
    occupancy: toOccupancy(row.occupancy),
    errorCode: row.errorCode,
    info: row.info,
    vendorErrorCode: row.vendorErrorCode,
    statusAt: row.statusAt.toISOString(),
    rev: row.rev,
  };
}

function toStatus(word: string): ConnectorStatus {
  const known = CONNECTOR_STATUSES.find((status) => status === word);
  if (known === undefined) throw new Error(`unknown connector status in the books: ${word}`);
  return known;
}

function toOccupancy(word: string | null): Occupancy | null {
  return OCCUPANCIES.find((occupancy) => occupancy === word) ?? null;
}
