import type { ResultMethod } from "./explain-energy";

/** A session as its customer may see it. Instants are ISO strings; Wh. */
export type ReceiptView = {
  readonly sessionId: number;
  /** Final: nothing more is to come. Unsettled: a person has to decide first. */
  readonly state: "Final" | "Running" | "Unsettled" | "NotBilled";
  readonly identity: string;
  readonly stationName: string | null;
  readonly meterSerialNumber: string | null;
  readonly siteName: string | null;
  readonly siteAddress: string | null;
  /** Where the charger stands. */
  readonly timeZone: string;
  readonly evse: number;
  /** The last four of the card; null without a card. */
  readonly tokenEnd: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly meterStartWh: number | null;
  readonly meterStopWh: number | null;
  readonly energyWh: number | null;
  /** How the energy was determined. */
  readonly method: ResultMethod;
};
