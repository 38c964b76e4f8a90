import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** First key of the advisory locks under which it is decided who updates a station: a campaign, or somebody by hand. */
const UPDATE_LOCKS = 7_224;
/** An update asked for in the words of its own protocol is not followed; it is over by then. */
const RAW_HOURS = 2;
const RAW_UPDATES: ReadonlySet<string> = new Set(["UpdateFirmware", "SignedUpdateFirmware"]);

/** Keeps everybody else from beginning an update of these stations until the transaction ends. */
export async function lockUpdatesOf(tx: Tx, stationIds: readonly number[]): Promise<void> {
  // In one order, so that two of them cannot wait for each other.
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(${UPDATE_LOCKS}::int, t.id)::text
    FROM (SELECT id FROM unnest(${[...stationIds]}::int[]) AS id ORDER BY id) t`;
}

/** Of these stations those with an update under way that is no campaign's. */
export async function updatedByHand(tx: Tx, stationIds: readonly number[], now: Date): Promise<readonly number[]> {
  if (stationIds.length === 0) return [];
  const rawSince = new Date(now.getTime() - RAW_HOURS * 3_600_000).toISOString();
  const rows = await tx.$queryRaw<{ id: number }[]>`
    WITH open AS (
      SELECT c.station_id, c.id, c.parent_id FROM command c
      WHERE (c.name = 'UpdateFirmware' OR c.name = 'Raw')
        AND c.state IN ('Pending', 'Sent', 'Accepted', 'WaitingForEffect', 'Scheduled', 'NoAnswer')
        AND (c.name <> 'Raw' OR c.request->>'action' IN ('UpdateFirmware', 'SignedUpdateFirmware'))
        AND (c.state <> 'NoAnswer' OR c.effect_deadline_at IS NOT NULL)
      UNION ALL
      SELECT c.station_id, c.id, c.parent_id FROM command c
      WHERE (c.name = 'UpdateFirmware' OR c.name = 'Raw') AND c.name = 'Raw' AND c.state = 'Done'
        AND c.sent_at > ${rawSince}::timestamptz
        AND c.request->>'action' IN ('UpdateFirmware', 'SignedUpdateFirmware')
        AND NOT EXISTS (SELECT FROM station_report r WHERE r.station_id = c.station_id AND r.kind = 'Firmware'
          AND r.received_at > c.sent_at AND r.status IN ('Installed', 'Idle', 'DownloadFailed', 'InstallationFailed',
            'InstallVerificationFailed', 'InvalidSignature'))
    )
    SELECT DISTINCT open.station_id AS id FROM open
    WHERE open.station_id = ANY (${[...stationIds]}::int[])
      AND NOT EXISTS (SELECT FROM firmware_attempt a WHERE a.command_id IN (open.id, open.parent_id))`;
  return rows.map(({ id }) => id);
}

/** Does this command begin an update of the station's firmware? */
const beginsUpdate = (command: StationCommand): boolean =>
  command.type === "UpdateFirmware" || (command.type === "Raw" && RAW_UPDATES.has(command.action));

/**
 * An update by hand and one of a campaign would cancel each other (L01.FR.24). Throws Conflict while a campaign's is
 * under way; until the transaction ends no campaign begins one.
 */
export async function requireNoCampaign(tx: Tx, station: StationOfCommand, command: StationCommand): Promise<void> {
  if (!beginsUpdate(command)) return;
  await lockUpdatesOf(tx, [station.id]);
  const open = await tx.firmwareAttempt.findFirst({
    where: { stationId: station.id, closedAt: null },
    include: { job: { include: { campaign: { select: { name: true } } } } },
  });
  if (open === null) return;
  throw new ServiceError("Conflict", `${station.identity} is being updated by the campaign ${open.job.campaign.name}.`);
}

type StationOfCommand = { readonly id: number; readonly identity: string };
