import type { Database } from "@/lib/db/client";
import type { AcknowledgedLedger } from "../../simulator/acknowledged";

/**
 * What stations were told is stored, and is not; one line each. Empty means that nothing acknowledged was lost
 * and nothing was doubled.
 */
export async function missingFromBooks(db: Database, ledger: AcknowledgedLedger): Promise<readonly string[]> {
  // Stations go on charging: what is acknowledged from here on may be younger than what is read below.
  const told: Told = {
    starts: ledger.startedTransactions(),
    stops: ledger.stoppedTransactions(),
    readings: ledger.meterValues(),
    events: ledger.transactionEvents(),
  };
  return [
    ...(await missingStarts(db, told)),
    ...(await missingStops(db, told)),
    ...(await missingReadings(db, told)),
    ...(await missingEvents(db, told)),
    ...(await doubledSessions(db)),
  ];
}

type Told = {
  readonly starts: ReturnType<AcknowledgedLedger["startedTransactions"]>;
  readonly stops: ReturnType<AcknowledgedLedger["stoppedTransactions"]>;
  readonly readings: ReturnType<AcknowledgedLedger["meterValues"]>;
  readonly events: ReturnType<AcknowledgedLedger["transactionEvents"]>;
};

async function missingStarts(db: Database, told: Told): Promise<readonly string[]> {
  const sessions = new Map(
    (await db.chargingSession.findMany({ include: { station: true } })).map((row) => [row.id, row]),
  );
  return told.starts.flatMap((started) => {
    const session = sessions.get(started.transactionId);
    const isStored =
      session?.station.identity === started.identity &&
      session.evse === started.connectorId &&
      session.tokenUid === started.idTag &&
      session.meterStartWh === started.meterStart &&
      session.startedAt.toISOString() === started.timestamp;
    return isStored ? [] : [`StartTransaction of ${started.identity}: ${JSON.stringify(started)}`];
  });
}

async function missingStops(db: Database, told: Told): Promise<readonly string[]> {
  const sessions = new Map((await db.chargingSession.findMany()).map((row) => [row.id, row]));
  return told.stops.flatMap((stopped) => {
    const session = sessions.get(stopped.transactionId);
    const isStored = session?.phase === "Ended" && session.meterStopWh === stopped.meterStop;
    return isStored ? [] : [`StopTransaction of ${stopped.identity}: ${JSON.stringify(stopped)}`];
  });
}

async function missingReadings(db: Database, told: Told): Promise<readonly string[]> {
  const rows = await db.meterValue.findMany();
  const stations = new Map((await db.station.findMany()).map((row) => [row.id, row.identity]));
  const stored = new Set(
    rows.map((row) => `${stations.get(row.stationId)}|${row.evse}|${row.sampledAt.toISOString()}|${row.sessionId}`),
  );
  return told.readings.flatMap((reading) =>
    reading.meterValue
      .map(
        (value) =>
          `${reading.identity}|${reading.connectorId}|${new Date(value.timestamp).toISOString()}|${reading.transactionId}`,
      )
      .filter((key) => !stored.has(key))
      .map((key) => `MeterValues ${key}`),
  );
}

async function missingEvents(db: Database, told: Told): Promise<readonly string[]> {
  const sessions = await db.chargingSession.findMany({ include: { station: true, journal: true } });
  const stored = new Set(
    sessions.flatMap((row) =>
      row.journal.map((entry) => `${row.station.identity}|${row.transactionId}|${entry.seqNo}|${entry.kind}`),
    ),
  );
  const ended = new Set(
    sessions.filter((row) => row.phase === "Ended").map((row) => `${row.station.identity}|${row.transactionId}`),
  );
  return told.events.flatMap((event) => {
    const key = `${event.identity}|${event.transactionId}|${event.seqNo}|${event.eventType}`;
    if (!stored.has(key)) return [`TransactionEvent ${key}`];
    const isOpen = event.eventType === "Ended" && !ended.has(`${event.identity}|${event.transactionId}`);
    return isOpen ? [`still open although ended: ${key}`] : [];
  });
}

/** Two sessions of one connector that overlap in time are one session in two rows. */
async function doubledSessions(db: Database): Promise<readonly string[]> {
  const sessions = await db.chargingSession.findMany({
    orderBy: [{ stationId: "asc" }, { evse: "asc" }, { startedAt: "asc" }],
  });
  return sessions.flatMap((row, index) => {
    const before = sessions[index - 1];
    const isSamePlace = before?.stationId === row.stationId && before.evse === row.evse;
    if (!isSamePlace || (before.endedAt !== null && before.endedAt <= row.startedAt)) return [];
    return [`doubled: sessions ${before.id} and ${row.id} of station ${row.stationId}`];
  });
}
