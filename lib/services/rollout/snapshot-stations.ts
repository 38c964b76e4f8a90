import type { AttemptFacts, JobFacts, StationFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { numbersUpdates } from "@/lib/domain/protocol";
import { type Extras, makeKey } from "./snapshot-extras";
import type { JobRow } from "./snapshot-jobs";
import { wordOf } from "./stored-words";

/** A job as `decide` looks at it, out of what was read. */
export function toJobFacts(row: JobRow, attempt: AttemptFacts | null, extras: Extras): JobFacts {
  return {
    id: row.id,
    waveIndex: row.waveIndex,
    stationId: row.stationId,
    siteId: row.siteId,
    generation: row.generation,
    place: row.place,
    status: wordOf(row.status),
    reason: wordOf(row.reason),
    blockedBy: wordOf(row.blockedBy),
    phase: wordOf(row.phase),
    attempts: row.attempts,
    undelivered: row.undelivered,
    notBefore: row.notBefore,
    readyAt: row.readyAt,
    statusAt: row.statusAt,
    verifyingAt: row.verifyingAt,
    fromVersion: row.fromVersion,
    lateOutcome: wordOf(row.lateOutcome),
    ask: row.askId === null ? null : (extras.asks.get(row.askId) ?? null),
    attempt,
    past: extras.past.get(row.id) ?? [],
    station: toStationFacts(row, extras),
  };
}

function toStationFacts(row: JobRow, extras: Extras): StationFacts {
  const { stationId } = row;
  const since = extras.sinceVerifying.get(stationId);
  return {
    id: stationId,
    identity: row.identity,
    siteId: row.stationSiteId,
    timeZone: row.timeZone,
    isRemoved: row.isRemoved,
    isBlocked: row.isBlocked,
    isOnline: row.isOnline,
    epoch: row.epoch,
    connectedAt: row.connectedAt,
    disconnectedAt: row.disconnectedAt,
    vendor: row.vendor,
    model: row.model,
    serialNumber: row.serialNumber,
    version: row.version,
    bootedAt: row.bootedAt,
    connectors: (row.connectors ?? []).map(([evse, connector, status, toldAt]) => ({
      evse,
      connector,
      status,
      toldAt,
    })),
    hasSession: extras.inSession.has(stationId),
    lock: extras.locks.get(stationId) ?? null,
    isInOtherCampaign: extras.inOtherCampaign.has(stationId),
    isUpdatingByHand: extras.updatingByHand.has(stationId),
    triedAt: extras.tried.get(stationId) ?? null,
    can: abilitiesOf(row, extras),
    connectionsSinceVerifying: since?.connections ?? 0,
    faultsSinceVerifying: since?.faults ?? 0,
    settings: extras.settings.get(stationId) ?? {},
    restores: extras.restores.get(stationId) ?? [],
  };
}

function abilitiesOf({ vendor, model, version, ocppVersion }: JobRow, { makes }: Extras): StationFacts["can"] {
  const make = makeKey({ vendor: vendor ?? "", model: model ?? "", version: version ?? "" });
  const { plainUpdate, signedUpdate, statusTrigger } = makes.get(make) ?? NOTHING_KNOWN;
  const tellsRequestId = numbersUpdates(ocppVersion);
  const waitsByItself = tellsRequestId || signedUpdate === true;
  return { plainUpdate, signedUpdate, statusTrigger, waitsByItself, tellsRequestId };
}

const NOTHING_KNOWN = { plainUpdate: null, signedUpdate: null, statusTrigger: null };
