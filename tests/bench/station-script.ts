/** What a station says in one charging session, as ready-made frames: only ids, times and registers are filled in. */

export type ScriptVersion = "1.6" | "2.0.1";

/** A station of the load driver between two calls. */
export type ScriptedStation = {
  readonly identity: string;
  readonly token: string;
  /** Never the same twice, over all rounds. */
  session: number;
  meterWh: number;
  /** What the last StartTransaction was answered, or what a 2.0.1 station named its transaction. */
  transactionId: string;
};

export type Step = {
  readonly action: string;
  /** What the books hold once this was answered. */
  readonly leaves: "Nothing" | "Start" | "Reading" | "End";
  readonly payload: (station: ScriptedStation) => string;
  /** Looks at the answer; false where the session cannot go on with it. */
  readonly take?: (station: ScriptedStation, answer: string) => boolean;
};

export const SUBPROTOCOL: Readonly<Record<ScriptVersion, string>> = { "1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1" };

const METER_VALUES = 4;

export function sessionScript(version: ScriptVersion): readonly Step[] {
  return version === "1.6" ? SESSION_16 : SESSION_201;
}

export function bootPayload(version: ScriptVersion): string {
  return version === "1.6"
    ? '{"chargePointVendor":"Kituo","chargePointModel":"Bench","chargePointSerialNumber":"B-1","firmwareVersion":"1.0.0"}'
    : '{"reason":"PowerUp","chargingStation":{"vendorName":"Kituo","model":"Bench","serialNumber":"B-1","firmwareVersion":"1.0.0"}}';
}

const now = (): string => new Date().toISOString();
const isAccepted = (_: ScriptedStation, answer: string): boolean => answer.includes('"Accepted"');

const statusOf16 = (status: string): Step => ({
  action: "StatusNotification",
  leaves: "Nothing",
  payload: () => `{"connectorId":1,"errorCode":"NoError","status":"${status}","timestamp":"${now()}"}`,
});

const SESSION_16: readonly Step[] = [
  statusOf16("Preparing"),
  { action: "Authorize", leaves: "Nothing", payload: ({ token }) => `{"idTag":"${token}"}`, take: isAccepted },
  {
    action: "StartTransaction",
    leaves: "Start",
    payload: ({ token, meterWh }) =>
      `{"connectorId":1,"idTag":"${token}","meterStart":${meterWh},"timestamp":"${now()}"}`,
    take: (station, answer) => {
      const id = /"transactionId":(-?\d+)/.exec(answer)?.[1];
      station.transactionId = id ?? "";
      return id !== undefined && answer.includes('"Accepted"');
    },
  },
  statusOf16("Charging"),
  ...Array.from(
    { length: METER_VALUES },
    (): Step => ({
      action: "MeterValues",
      leaves: "Reading",
      payload: (station) =>
        `{"connectorId":1,"transactionId":${station.transactionId},"meterValue":[{"timestamp":"${now()}","sampledValue":[${samplesOf16(station)}]}]}`,
    }),
  ),
  {
    action: "StopTransaction",
    leaves: "End",
    payload: ({ token, transactionId, meterWh }) =>
      `{"transactionId":${transactionId},"idTag":"${token}","meterStop":${meterWh},"timestamp":"${now()}","reason":"Local"}`,
  },
  statusOf16("Available"),
];

function samplesOf16(station: ScriptedStation): string {
  station.meterWh += 60;
  const sample = (value: string, measurand: string, rest: string): string =>
    `{"value":"${value}","context":"Sample.Periodic","measurand":"${measurand}",${rest}}`;
  return [
    sample(String(station.meterWh), "Energy.Active.Import.Register", '"unit":"Wh","location":"Outlet"'),
    sample("11040.0", "Power.Active.Import", '"unit":"W","location":"Outlet"'),
    sample("16.0", "Current.Import", '"unit":"A","phase":"L1"'),
    sample("15.9", "Current.Import", '"unit":"A","phase":"L2"'),
    sample("16.1", "Current.Import", '"unit":"A","phase":"L3"'),
    sample("230.1", "Voltage", '"unit":"V","phase":"L1-N"'),
    sample("57", "SoC", '"unit":"Percent","location":"EV"'),
    sample("31.5", "Temperature", '"unit":"Celsius","location":"Body"'),
  ].join(",");
}

const statusOf201 = (status: string): Step => ({
  action: "StatusNotification",
  leaves: "Nothing",
  payload: () => `{"timestamp":"${now()}","connectorStatus":"${status}","evseId":1,"connectorId":1}`,
});

const idToken = (token: string): string => `"idToken":{"idToken":"${token}","type":"ISO14443"}`;

const SESSION_201: readonly Step[] = [
  statusOf201("Occupied"),
  { action: "Authorize", leaves: "Nothing", payload: ({ token }) => `{${idToken(token)}}`, take: isAccepted },
  {
    action: "TransactionEvent",
    leaves: "Start",
    payload: (station) => {
      station.transactionId = `${station.identity}-${station.session}`;
      return `{"eventType":"Started","timestamp":"${now()}","triggerReason":"Authorized","seqNo":0,"transactionInfo":{"transactionId":"${station.transactionId}","chargingState":"Charging"},"evse":{"id":1,"connectorId":1},${idToken(station.token)}}`;
    },
    take: isAccepted,
  },
  ...Array.from(
    { length: METER_VALUES },
    (_, index): Step => ({
      action: "TransactionEvent",
      leaves: "Reading",
      payload: (station) =>
        `{"eventType":"Updated","timestamp":"${now()}","triggerReason":"MeterValuePeriodic","seqNo":${index + 1},"transactionInfo":{"transactionId":"${station.transactionId}","chargingState":"Charging"},"meterValue":[{"timestamp":"${now()}","sampledValue":[${samplesOf201(station)}]}]}`,
    }),
  ),
  {
    action: "TransactionEvent",
    leaves: "End",
    payload: ({ token, transactionId }) =>
      `{"eventType":"Ended","timestamp":"${now()}","triggerReason":"StopAuthorized","seqNo":${METER_VALUES + 1},"transactionInfo":{"transactionId":"${transactionId}","chargingState":"EVConnected","stoppedReason":"Local"},${idToken(token)}}`,
  },
  statusOf201("Available"),
];

function samplesOf201(station: ScriptedStation): string {
  station.meterWh += 60;
  const sample = (value: string, measurand: string, rest: string): string =>
    `{"value":${value},"context":"Sample.Periodic","measurand":"${measurand}",${rest}}`;
  return [
    sample(
      String(station.meterWh),
      "Energy.Active.Import.Register",
      '"location":"Outlet","unitOfMeasure":{"unit":"Wh"}',
    ),
    sample("11040.5", "Power.Active.Import", '"location":"Outlet","unitOfMeasure":{"unit":"W"}'),
    sample("16.1", "Current.Import", '"phase":"L1","unitOfMeasure":{"unit":"A"}'),
    sample("15.9", "Current.Import", '"phase":"L2","unitOfMeasure":{"unit":"A"}'),
    sample("16.2", "Current.Import", '"phase":"L3","unitOfMeasure":{"unit":"A"}'),
    sample("230.1", "Voltage", '"phase":"L1-N","unitOfMeasure":{"unit":"V"}'),
    sample("57", "SoC", '"location":"EV","unitOfMeasure":{"unit":"Percent"}'),
    sample("31.5", "Power.Factor", '"location":"Body"'),
  ].join(",");
}
