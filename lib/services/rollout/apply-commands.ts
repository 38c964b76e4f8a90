import { randomUUID } from "node:crypto";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { HealthBefore, JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { StationCommand } from "@/lib/domain/station-command";
import { toCommandView } from "../commands/command-view";
import { type Applied, changesOf, jobFrom, json } from "./applied";
import { CANCELLED, IMAGE_PLACE } from "./image-address";
import { orderCommands } from "./order-commands";
import { askForWatched, readWatched } from "./watched-settings";

/** A station that cannot be told for so long is asked again later. */
const UPDATE_EXPIRES_SECONDS = 60;
const ASK_EXPIRES_SECONDS = 30;
/** Beyond all that an attempt may take, its image is not served any more. */
const GRANT_MS_MAX = 7 * 86_400_000;

/** The barrier: of commands seen Pending under their lock each is taken back, or the whole decision is void. */
export async function revokeCommands({ unit, changes, jobs, at }: Applied): Promise<void> {
  const ids = changesOf(changes, "RevokeCommand").map(({ commandId }) => commandId);
  if (ids.length === 0) return;
  const rows = await unit.tx.command.updateManyAndReturn({
    where: { id: { in: ids }, state: "Pending" },
    data: { state: "Revoked", settledAt: at, rev: { increment: 1 } },
  });
  if (rows.length !== new Set(ids).size) throw new Error("a command was sent while it was being taken back");
  const identities = new Map([...jobs.values()].map(({ station }) => [station.id, station.identity]));
  await unit.announce(
    ...rows.map((row) => ({
      type: "CommandChanged" as const,
      command: toCommandView(row, identities.get(row.stationId) ?? ""),
    })),
  );
}

type Opening = { readonly job: JobFacts; readonly n: number; readonly isSigned: boolean; readonly attemptId: string };

/** The attempt with what its station is like before it, its command and its grant. The secret is made when it is sent. */
export async function openAttempts(applied: Applied): Promise<void> {
  const { unit, changes, jobs, at, actor, journal, campaignId } = applied;
  const opened = changesOf(changes, "OpenAttempt").map(
    ({ jobId, n, isSigned }): Opening => ({ job: jobFrom(jobs, jobId), n, isSigned, attemptId: randomUUID() }),
  );
  if (opened.length === 0) return;
  const { tx } = unit;
  const { release } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, include: { release: true } });
  const rows = await orderCommands(unit, {
    actor,
    at,
    commands: opened.map(({ job, isSigned }) => ({
      stationId: job.stationId,
      identity: job.station.identity,
      command: updateFor(applied, release, isSigned),
      expiresInSeconds: UPDATE_EXPIRES_SECONDS,
    })),
  });
  const facts = await factsBefore(applied, opened);
  await tx.firmwareAttempt.createMany({
    data: opened.map(({ job, n, isSigned, attemptId }, place) => ({
      id: attemptId,
      jobId: job.id,
      stationId: job.stationId,
      commandId: rows[place]?.id ?? "",
      n,
      openedAt: at,
      progressAt: at,
      heardReportId: facts.get(job.stationId)?.heardReportId ?? 0,
      epochAtOpen: job.station.epoch,
      isSigned,
      fromVersion: job.station.version,
      before: json(healthBefore(job, facts.get(job.stationId)?.settings ?? {})),
    })),
  });
  const expiresAt = new Date(at.getTime() + GRANT_MS_MAX);
  await tx.downloadGrant.createMany({
    data: opened.map(({ attemptId }) => ({
      id: randomUUID(),
      attemptId,
      releaseId: release.id,
      createdAt: at,
      expiresAt,
    })),
  });
  for (const [place, { job, n, attemptId }] of opened.entries()) {
    const data = { attemptId, n, stationId: job.stationId, requestId: rows[place]?.number ?? 0 };
    journal.push({ type: "AttemptOpened", jobId: job.id, cause: "Dispatched", data });
  }
}

type Update = Extract<StationCommand, { readonly type: "UpdateFirmware" }>;

function updateFor({ snapshot, at }: Applied, release: FirmwareRelease, isSigned: boolean): Update {
  const { retries, retryIntervalSeconds } = snapshot.campaign.spec;
  const { signingCertificate: certificate, signature, fileName } = release;
  const signed = isSigned && certificate !== null && signature !== null ? { signed: { certificate, signature } } : {};
  const location = `${IMAGE_PLACE}/${encodeURIComponent(fileName)}`;
  return { type: "UpdateFirmware", location, retrieveAt: at.toISOString(), retries, retryIntervalSeconds, ...signed };
}

type Before = { readonly heardReportId: number; readonly settings: HealthBefore["settings"] };

/** What a station said before is not of this attempt. */
async function factsBefore({ unit }: Applied, opened: readonly Opening[]): Promise<ReadonlyMap<number, Before>> {
  const ids = opened.map(({ job }) => job.stationId);
  const heard = await unit.tx.$queryRaw<{ id: number; last: bigint | null }[]>`
    SELECT t.id, (SELECT max(r.id) FROM station_report r WHERE r.station_id = t.id AND r.kind = 'Firmware') AS last
    FROM unnest(${ids}::int[]) AS t(id)`;
  const settings = await readWatched(
    unit.tx,
    ids.map((id) => ({ id, since: 0 })),
  );
  return new Map(
    heard.map(({ id, last }) => [id, { heardReportId: Number(last ?? 0), settings: settings.get(id) ?? {} }]),
  );
}

const healthBefore = ({ station }: JobFacts, settings: HealthBefore["settings"]): HealthBefore => ({
  version: station.version,
  serialNumber: station.serialNumber,
  connectors: station.connectors.map(({ evse, connector, status }) => ({ evse, connector, status })),
  settings,
});

/** Questions to stations: what their firmware is doing, or a boot message. With its first one its settings are read. */
export async function ask({ unit, changes, jobs, at, actor }: Applied): Promise<void> {
  const asks = changesOf(changes, "Ask").map(({ jobId, what }) => ({
    job: jobFrom(jobs, jobId),
    what,
    id: randomUUID(),
  }));
  await orderCommands(unit, {
    actor,
    at,
    commands: asks.map(({ job, what, id }) => ({
      id,
      stationId: job.stationId,
      identity: job.station.identity,
      command: questionFor(job, what),
      expiresInSeconds: ASK_EXPIRES_SECONDS,
    })),
  });
  for (const { job, id } of asks) {
    await unit.tx.firmwareJob.update({ where: { id: job.id }, data: { askId: id, askedAt: at } });
  }
  const first = asks.filter(({ job }) => job.status === "Ready" && job.ask === null).map(({ job }) => job);
  await askForWatched(unit, { actor, at, jobs: first });
}

function questionFor({ station }: JobFacts, what: "FirmwareStatus" | "Boot"): StationCommand {
  if (what === "Boot") return { type: "TriggerMessage", message: "BootNotification" };
  const question = { type: "TriggerMessage", message: "FirmwareStatusNotification" } as const;
  const { signedUpdate, plainUpdate, tellsRequestId } = station.can;
  const wantsSigned = !tellsRequestId && (signedUpdate === true || plainUpdate === false);
  return wantsSigned ? { ...question, isExtended: true } : question;
}

/** The only way there is to end an update: another one, of a file that does not exist (note of L01.FR.24). */
export async function cancelUpdates(applied: Applied): Promise<void> {
  const { unit, changes, jobs, at, actor, journal, campaignId } = applied;
  const cancelled = changesOf(changes, "CancelUpdate").map(({ jobId }) => jobFrom(jobs, jobId));
  if (cancelled.length === 0) return;
  const { release } = await unit.tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    include: { release: true },
  });
  await orderCommands(unit, {
    actor,
    at,
    commands: cancelled.map(({ stationId, station, attempt }) => ({
      stationId,
      identity: station.identity,
      command: {
        ...updateFor(applied, release, attempt?.isSigned === true),
        location: `${IMAGE_PLACE}/${CANCELLED}`,
        retries: 0,
      },
      ...(attempt === null ? {} : { parentId: attempt.command.id }),
      expiresInSeconds: UPDATE_EXPIRES_SECONDS,
    })),
  });
  for (const job of cancelled) {
    journal.push({ type: "CancelOrdered", jobId: job.id, cause: "Abort", data: { stationId: job.stationId } });
  }
}
