import { isJsonObject, type JsonObject } from "../json";
import { objects, text } from "./pieces";

/** What is worth a look in a meter reading, in this order. */
const SHOWN: readonly string[] = ["Power.Active.Import", "Energy.Active.Import.Register", "SoC", "Current.Offered"];
const DEFAULT_MEASURAND = "Energy.Active.Import.Register";
const DEFAULT_UNITS: ReadonlyMap<string, string> = new Map([
  ["Energy.Active.Import.Register", "Wh"],
  ["Power.Active.Import", "W"],
  ["Current.Offered", "A"],
]);

/** Power, energy and charge of the newest reading, as the station wrote them: `7200 W, 1500 Wh, 43 %`. */
export function meterFigures(payload: JsonObject): string | null {
  const newest = objects(payload, "meterValue").at(-1);
  if (newest === undefined) return null;
  const sampled = objects(newest, "sampledValue");
  const shown = SHOWN.flatMap((measurand) => {
    // A phase alone is not the whole.
    const found = sampled.find((value) => measurandOf(value) === measurand && text(value, "phase") === null);
    return found === undefined ? [] : [withUnit(found, measurand)];
  });
  return shown.length === 0 ? `${sampled.length} values` : shown.join(", ");
}

const measurandOf = (value: JsonObject): string => text(value, "measurand") ?? DEFAULT_MEASURAND;

function withUnit(value: JsonObject, measurand: string): string {
  const figure = text(value, "value") ?? "?";
  if (measurand === "SoC") return `${figure} %`;
  return `${figure} ${unitOf(value) ?? DEFAULT_UNITS.get(measurand) ?? ""}`.trim();
}

/** 1.6 tells the unit as a text; 2.x as an object, with a power of ten. */
function unitOf(value: JsonObject): string | null {
  const unit = value["unitOfMeasure"];
  if (!isJsonObject(unit)) return text(value, "unit");
  const multiplier = unit["multiplier"];
  const power = typeof multiplier === "number" && multiplier !== 0 ? `×10^${multiplier} ` : "";
  return `${power}${text(unit, "unit") ?? "Wh"}`;
}
