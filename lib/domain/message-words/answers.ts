/** What an answer says, by the action it answers. Most say a status. */
import type { JsonObject } from "../json";
import {
  counted,
  firstOf,
  inner,
  items,
  objects,
  prefixed,
  suffixed,
  type Teller,
  text,
  transaction,
  variable,
  type Words,
} from "./pieces";

/** `status`, and why. */
export const statusWords: Teller = (answer) => [
  text(answer, "status"),
  text(inner(answer, "statusInfo"), "reasonCode"),
];

const verdict = (answer: JsonObject): string | null =>
  text(inner(answer, "idTagInfo"), "status") ?? text(inner(answer, "idTokenInfo"), "status");

const withTransaction: Teller = (answer) => [
  ...statusWords(answer),
  transaction(text(answer, "transactionId")),
  verdict(answer),
];

const results = (field: string): Teller => {
  return (answer) => [firstOf(objects(answer, field).map(result))];
};

export const ANSWERS: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ["Authorize", (answer) => [verdict(answer), text(answer, "certificateStatus")]],
  [
    "BootNotification",
    (answer) => [...statusWords(answer), prefixed("every ", suffixed(text(answer, "interval"), " s"))],
  ],
  ["GetCompositeSchedule", (answer) => [...statusWords(answer), periods(answer)]],
  ["GetConfiguration", (answer) => configuration(answer)],
  ["GetDiagnostics", (answer) => [text(answer, "fileName") ?? "nothing to upload"]],
  ["GetInstalledCertificateIds", (answer) => [...statusWords(answer), certificates(answer)]],
  ["GetLocalListVersion", (answer) => [prefixed("v", text(answer, "listVersion") ?? text(answer, "versionNumber"))]],
  ["GetLog", (answer) => [...statusWords(answer), text(answer, "filename")]],
  [
    "GetTransactionStatus",
    (answer) => [
      answer["ongoingIndicator"] === true ? "ongoing" : null,
      answer["messagesInQueue"] === true ? "messages in queue" : "queue empty",
    ],
  ],
  ["GetVariables", results("getVariableResult")],
  ["Heartbeat", () => []],
  ["RequestStartTransaction", withTransaction],
  ["SetVariables", results("setVariableResult")],
  ["SetVariableMonitoring", results("setMonitoringResult")],
  ["StartTransaction", withTransaction],
  ["StopTransaction", (answer) => [verdict(answer)]],
  ["TransactionEvent", (answer) => [verdict(answer), prefixed("cost ", text(answer, "totalCost"))]],
]);

/** One item's value, or why there is none. */
function result(item: JsonObject): string | null {
  const status = text(item, "attributeStatus") ?? text(item, "status");
  const value = text(item, "attributeValue");
  if (value !== null) return `= ${value}`;
  return [variable(item), status].filter((word) => word !== null).join(" ");
}

function configuration(answer: JsonObject): Words {
  const known = objects(answer, "configurationKey");
  const unknown = items(answer, "unknownKey").length;
  const [only] = known;
  const isOne = known.length === 1 && only !== undefined;
  return [
    isOne ? `${text(only, "key") ?? "?"} = ${text(only, "value") ?? ""}` : counted(known.length, "key"),
    unknown === 0 ? null : `${unknown} unknown`,
  ];
}

function periods(answer: JsonObject): string | null {
  const schedule = { ...inner(answer, "chargingSchedule"), ...inner(answer, "schedule") };
  const count = items(schedule, "chargingSchedulePeriod").length;
  return count === 0 ? null : counted(count, "period");
}

function certificates(answer: JsonObject): string | null {
  const count = items(answer, "certificateHashData").length + items(answer, "certificateHashDataChain").length;
  return count === 0 ? null : counted(count, "certificate");
}
