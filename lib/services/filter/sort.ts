import { ServiceError } from "../errors";

export type Sort<Column extends string> = { readonly column: Column; readonly isDescending: boolean };

/** Reads `lastSeen` or `-lastSeen`. Throws Invalid where the list does not offer the column. */
export function readSort<Column extends string>(text: string, offered: readonly Column[]): Sort<Column> {
  const name = text.replace(/^-/, "");
  const column = offered.find((each) => each === name);
  if (column === undefined) {
    throw new ServiceError("Invalid", `This list is sorted by ${offered.join(", ")}; a minus turns it round.`, "sort");
  }
  return { column, isDescending: text.startsWith("-") };
}

export const formatSort = ({ column, isDescending }: Sort<string>): string => (isDescending ? `-${column}` : column);
