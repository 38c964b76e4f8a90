/** What stations say of a session, in few words. */
import type { RawStation, WireFrame } from "./raw-station";

const NOW = Date.now();
export const minutesAgo = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

type Start = {
  readonly connectorId?: number;
  readonly idTag?: string;
  readonly at?: string;
  readonly meterStart?: number;
};

/** The transaction id and the token's status of the answer. */
export async function start16(
  station: RawStation,
  { connectorId = 1, idTag = "NOBODY", at = minutesAgo(60), meterStart = 1_000 }: Start = {},
) {
  const [, , answer] = await station.ask("StartTransaction", { connectorId, idTag, timestamp: at, meterStart });
  const { transactionId, idTagInfo } = answer as { transactionId: number; idTagInfo: { status: string } };
  return { transactionId, status: idTagInfo.status };
}

/** Each with a message id of its own: the books must know a repeat, not the cache of answers. */
export const stop16 = async (
  station: RawStation,
  transactionId: number,
  meterStop: number,
  timestamp = minutesAgo(10),
) => contentOf(await station.ask("StopTransaction", { transactionId, timestamp, meterStop }));
export const meter16 = async (station: RawStation, reference: object, value: number, timestamp = minutesAgo(30)) =>
  contentOf(
    await station.ask("MeterValues", {
      connectorId: 1,
      ...reference,
      meterValue: [{ timestamp, sampledValue: [{ value: String(value) }] }],
    }),
  );

const contentOf = ([type, , ...content]: WireFrame): WireFrame => [type, ...content];
const CONTEXTS = { Started: "Transaction.Begin", Updated: "Sample.Periodic", Ended: "Transaction.End" } as const;
const TRIGGERS = { Started: "CablePluggedIn", Updated: "MeterValuePeriodic", Ended: "EVDeparted" } as const;

export const event = async (
  station: RawStation,
  [eventType, seqNo, energyWh]: readonly [keyof typeof CONTEXTS, number, number],
  more: object = {},
) => {
  const at = minutesAgo(60 - seqNo);
  const reading = { value: energyWh / 1_000, context: CONTEXTS[eventType], unitOfMeasure: { unit: "kWh" } };
  const content = {
    eventType,
    timestamp: at,
    triggerReason: TRIGGERS[eventType],
    seqNo,
    transactionInfo: { transactionId: "T-1" },
    meterValue: [{ timestamp: at, sampledValue: [reading] }],
  };
  return contentOf(await station.ask("TransactionEvent", { ...content, ...more }));
};
