import type { OCPP16, OCPP20 } from "typed-ocpp";

export type StationVersion = "1.6" | "2.0.1";

/** A CALL that the CSMS answered with a CALLRESULT: from then on it must never be lost. */
export type Acknowledged = {
  readonly identity: string;
  readonly version: StationVersion;
  readonly action: string;
  readonly messageId: string;
  readonly payload: object;
  readonly answer: object;
  readonly at: Date;
};

export type StartedTransaction = {
  readonly identity: string;
  readonly transactionId: number;
  readonly connectorId: number;
  readonly idTag: string;
  readonly meterStart: number;
  readonly timestamp: string;
};

export type StoppedTransaction = {
  readonly identity: string;
  readonly transactionId: number;
  readonly meterStop: number;
  readonly timestamp: string;
  readonly reason: string | null;
};

export type AcknowledgedMeterValues = {
  readonly identity: string;
  readonly connectorId: number;
  readonly transactionId: number | null;
  readonly meterValue: OCPP16.MeterValuesRequest["meterValue"];
};

export type AcknowledgedTransactionEvent = {
  readonly identity: string;
  readonly transactionId: string;
  readonly seqNo: number;
  readonly eventType: OCPP20.TransactionEventRequest["eventType"];
  readonly timestamp: string;
  readonly payload: OCPP20.TransactionEventRequest;
};

/** What a crash test compares with the database. One ledger may serve many stations. */
export type AcknowledgedLedger = {
  record(entry: Acknowledged): void;
  readonly entries: readonly Acknowledged[];
  of(action: string): readonly Acknowledged[];
  /** 1.6 StartTransaction, with the id the CSMS allocated. */
  startedTransactions(): readonly StartedTransaction[];
  /** 1.6 StopTransaction. */
  stoppedTransactions(): readonly StoppedTransaction[];
  /** 1.6 MeterValues. */
  meterValues(): readonly AcknowledgedMeterValues[];
  /** 2.0.1 TransactionEvent. */
  transactionEvents(): readonly AcknowledgedTransactionEvent[];
};

export function createAcknowledgedLedger(): AcknowledgedLedger {
  const entries: Acknowledged[] = [];
  const of = (version: StationVersion, action: string) =>
    entries.filter((entry) => entry.version === version && entry.action === action);
  return {
    record: (entry) => void entries.push(entry),
    entries,
    of: (action) => entries.filter((entry) => entry.action === action),
    startedTransactions: () => of("1.6", "StartTransaction").map(startedTransaction),
    stoppedTransactions: () => of("1.6", "StopTransaction").map(stoppedTransaction),
    meterValues: () => of("1.6", "MeterValues").map(meterValues),
    transactionEvents: () => of("2.0.1", "TransactionEvent").map(transactionEvent),
  };
}

function startedTransaction({ identity, payload, answer }: Acknowledged): StartedTransaction {
  const request = payload as OCPP16.StartTransactionRequest;
  const { transactionId } = answer as OCPP16.StartTransactionResponse;
  const { connectorId, idTag, meterStart, timestamp } = request;
  return { identity, transactionId, connectorId, idTag, meterStart, timestamp };
}

function stoppedTransaction({ identity, payload }: Acknowledged): StoppedTransaction {
  const { transactionId, meterStop, timestamp, reason } = payload as OCPP16.StopTransactionRequest;
  return { identity, transactionId, meterStop, timestamp, reason: reason ?? null };
}

function meterValues({ identity, payload }: Acknowledged): AcknowledgedMeterValues {
  const { connectorId, transactionId, meterValue } = payload as OCPP16.MeterValuesRequest;
  return { identity, connectorId, transactionId: transactionId ?? null, meterValue };
}

function transactionEvent({ identity, payload }: Acknowledged): AcknowledgedTransactionEvent {
  const request = payload as OCPP20.TransactionEventRequest;
  const { seqNo, eventType, timestamp, transactionInfo } = request;
  return { identity, transactionId: transactionInfo.transactionId, seqNo, eventType, timestamp, payload: request };
}
