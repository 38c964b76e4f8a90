import { readClosing } from "@/lib/domain/closing";
import { isFaulty } from "@/lib/domain/station-event";
import type { EventSource } from "./event-source";

/** What the line, the boots and the connectors of a station leave. */

export const openings: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.connection.findMany({
    where: { stationId, openedAt: at },
    orderBy: [{ openedAt: "desc" }, { epoch: "desc" }],
    take,
  });
  return rows.map(({ epoch, openedAt, ocppVersion, remoteAddress }) => ({
    key: `opened:${epoch}`,
    at: openedAt,
    kind: "Connection",
    facts: { what: "Opened", ocppVersion, remoteAddress },
  }));
};

export const closings: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.connection.findMany({
    where: { stationId, closedAt: at },
    orderBy: [{ closedAt: "desc" }, { epoch: "desc" }],
    take,
  });
  return rows.flatMap(({ epoch, openedAt, closedAt, closeCode, closeReason }) =>
    closedAt === null
      ? []
      : [
          {
            key: `closed:${epoch}`,
            at: closedAt,
            kind: "Connection",
            facts: {
              what: "Closed",
              openedAt: openedAt.toISOString(),
              code: closeCode,
              closing: readClosing(closeCode, closeReason),
            },
          },
        ],
  );
};

export const boots: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.stationBoot.findMany({
    where: { stationId, at },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map(({ id, at: bootedAt, reason, firmwareVersion, registration }) => ({
    key: `boot:${id}`,
    at: bootedAt,
    kind: "Boot",
    facts: { what: "Booted", reason, firmwareVersion, registration },
  }));
};

const NO_ERROR = ["", "NoError"];
const AN_ERROR = { not: null, notIn: NO_ERROR };
const FAULTY = {
  OR: [{ status: "Faulted" }, { wasStatus: "Faulted" }, { errorCode: AN_ERROR }, { wasErrorCode: AN_ERROR }],
};
// Not `NOT`: to SQL, what is not known is not unequal either.
const WELL = {
  AND: [
    { status: { not: "Faulted" } },
    { OR: [{ wasStatus: null }, { wasStatus: { not: "Faulted" } }] },
    { OR: [{ errorCode: null }, { errorCode: { in: NO_ERROR } }] },
    { OR: [{ wasErrorCode: null }, { wasErrorCode: { in: NO_ERROR } }] },
  ],
};

const changes =
  (kind: "Fault" | "Status"): EventSource =>
  async ({ db, stationId, at, take }) => {
    const rows = await db.connectorChange.findMany({
      where: { stationId, at, ...(kind === "Fault" ? FAULTY : WELL) },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take,
    });
    return rows.map((row) => {
      const is = {
        status: row.status,
        occupancy: row.occupancy,
        errorCode: row.errorCode,
        info: row.info,
        vendorErrorCode: row.vendorErrorCode,
      };
      const since = row.wasSince?.toISOString() ?? null;
      const was =
        row.wasStatus === null
          ? null
          : { status: row.wasStatus, occupancy: row.wasOccupancy, errorCode: row.wasErrorCode, since };
      return {
        key: `change:${row.id}`,
        at: row.at,
        kind: isFaulty(is) || isFaulty(was) ? "Fault" : "Status",
        facts: { what: "StateChanged", evse: row.evse, connector: row.connector, is, was },
      };
    });
  };

/** Faults that came and that went. */
export const faultChanges = changes("Fault");
export const statusChanges = changes("Status");
