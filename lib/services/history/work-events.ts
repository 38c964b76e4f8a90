import type { Prisma } from "@/lib/db/generated/client";
import type { EventKind } from "@/lib/domain/station-event";
import { toCommandView } from "../commands/command-view";
import type { EventSource } from "./event-source";

/** What charging, people and updates leave. */

export const sessionStarts: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.chargingSession.findMany({
    where: { stationId, startReceivedAt: at },
    orderBy: [{ startReceivedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map(({ id, evse, tokenUid, startedAt, startReceivedAt }) => ({
    key: `started:${id}`,
    at: startReceivedAt,
    kind: "Session",
    facts: { what: "SessionStarted", sessionId: id, evse, tokenUid, toldAt: startedAt.toISOString() },
  }));
};

export const sessionEnds: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.chargingSession.findMany({
    where: { stationId, endReceivedAt: at },
    orderBy: [{ endReceivedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.flatMap(({ id, evse, energyWh, endReason: reason, endedAt, endReceivedAt }) =>
    endReceivedAt === null
      ? []
      : [
          {
            key: `ended:${id}`,
            at: endReceivedAt,
            kind: "Session",
            facts: {
              what: "SessionEnded",
              sessionId: id,
              evse,
              energyWh,
              reason,
              toldAt: (endedAt ?? endReceivedAt).toISOString(),
            },
          },
        ],
  );
};

const SETTINGS = ["ChangeSetting", "ChangePassword"];
const FIRMWARE = ["UpdateFirmware"];

const commandsOf =
  (kind: EventKind, name: Prisma.StringFilter): EventSource =>
  async ({ db, stationId, identity, at, take }) => {
    const rows = await db.command.findMany({
      where: { stationId, createdAt: at, name },
      orderBy: [{ createdAt: "desc" }, { number: "desc" }],
      take,
    });
    return rows.map((row) => ({
      key: `command:${row.id}`,
      at: row.createdAt,
      kind,
      facts: { what: "Asked", command: toCommandView(row, identity) },
    }));
  };

export const commands = commandsOf("Command", { notIn: [...SETTINGS, ...FIRMWARE] });
export const settingCommands = commandsOf("Settings", { in: SETTINGS });
export const firmwareCommands = commandsOf("Firmware", { in: FIRMWARE });

/** Told by its command, or only a look at what is kept. */
const TOLD_ELSEWHERE = ["RequestCommand", "CancelLog", "DeleteLog", "DownloadLog", "RotatePassword"];

/** What people changed of what is kept of the station. */
export const changesByPeople: EventSource = async ({ db, identity, at, take }) => {
  const rows = await db.auditEntry.findMany({
    where: { subject: `station:${identity}`, at, action: { notIn: TOLD_ELSEWHERE } },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map(({ id, at: changedAt, action, actor, details }) => ({
    key: `audit:${id}`,
    at: changedAt,
    kind: "Settings",
    facts: { what: "Changed", action, by: actor, details },
  }));
};

export const firmwareReports: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.stationReport.findMany({
    where: { stationId, kind: "Firmware", receivedAt: at },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map(({ id, receivedAt, status, requestId }) => ({
    key: `report:${id}`,
    at: receivedAt,
    kind: "Firmware",
    facts: { what: "FirmwareReported", status, requestId },
  }));
};

export const updateEnds: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.firmwareAttempt.findMany({
    where: { stationId, closedAt: at },
    orderBy: [{ closedAt: "desc" }, { id: "desc" }],
    take,
    include: { job: { select: { campaign: { select: { id: true, name: true } } } } },
  });
  return rows.flatMap(({ id, closedAt, outcome, fromVersion, job: { campaign } }) =>
    closedAt === null
      ? []
      : [
          {
            key: `attempt:${id}`,
            at: closedAt,
            kind: "Firmware",
            facts: {
              what: "UpdateEnded",
              campaignId: campaign.id,
              campaign: campaign.name,
              fromVersion,
              outcome: outcome ?? "Unknown",
            },
          },
        ],
  );
};

export const securityEvents: EventSource = async ({ db, stationId, at, take }) => {
  const rows = await db.securityEvent.findMany({
    where: { stationId, receivedAt: at },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map(({ id, at: toldAt, receivedAt, event, info }) => ({
    key: `security:${id}`,
    at: receivedAt,
    kind: "Security",
    facts: { what: "SecurityReported", event, info, toldAt: toldAt.toISOString() },
  }));
};
