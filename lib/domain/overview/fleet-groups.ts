import { filterWord } from "../filter/charger-fields";
import { formatFilter } from "../filter/format-filter";
import type { StatusWord } from "../station";

/** The fleet at a glance: fewer words than a charger has, in the order in which they are read. */
export const FLEET_GROUPS = [
  { name: "Available", words: ["Available"], isAlwaysShown: true },
  { name: "Charging", words: ["Charging"], isAlwaysShown: true },
  {
    name: "InUse",
    words: ["Preparing", "PausedByCar", "PausedByCharger", "Finishing", "Occupied"],
    isAlwaysShown: true,
  },
  { name: "Reserved", words: ["Reserved"], isAlwaysShown: false },
  { name: "Fault", words: ["Fault"], isAlwaysShown: true },
  { name: "Updating", words: ["Updating"], isAlwaysShown: false },
  { name: "OutOfService", words: ["OutOfService"], isAlwaysShown: true },
  { name: "Offline", words: ["Offline"], isAlwaysShown: true },
  { name: "NeverConnected", words: ["NeverConnected"], isAlwaysShown: false },
] as const satisfies readonly {
  readonly name: string;
  readonly words: readonly StatusWord[];
  readonly isAlwaysShown: boolean;
}[];
export type FleetGroup = (typeof FLEET_GROUPS)[number];

/** The filter that lets just these chargers through. */
export function groupFilter({ words }: Pick<FleetGroup, "words">): string {
  const values = words.map((word) => ({ operator: null, text: filterWord(word) }));
  return formatFilter([{ type: "Field", isNegated: false, field: "status", values }]);
}
