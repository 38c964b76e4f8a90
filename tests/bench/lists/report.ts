import type { ListRow } from "./measure";

/** The aim for any page of any list (`ui.md` §19). */
export const AIM_MS = 150;

/** `spent`: milliseconds in the database of each question, as its plans told. */
export function listsTable(rows: readonly ListRow[], spent: ReadonlyMap<string, number>): readonly string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const head = `${"".padEnd(width)}  items      p50      p95   in SQL   5th p50      p95   in SQL`;
  return [head, ...rows.map((row) => line(row, spent, width))];
}

function line(row: ListRow, spent: ReadonlyMap<string, number>, width: number): string {
  const { name, first, fifth, items } = row;
  const cells = [
    name.padEnd(width),
    String(items).padStart(5),
    tenths(first.p50),
    tenths(first.p95),
    tenths(spent.get(`${name} first`)),
    tenths(fifth?.p50),
    tenths(fifth?.p95),
    tenths(spent.get(`${name} fifth`)),
  ];
  return `${cells.join("  ")}${isSlow(row) ? `  ◄ over ${AIM_MS}` : ""}`;
}

export const isSlow = ({ first, fifth }: ListRow): boolean => Math.max(first.p95, fifth?.p95 ?? 0) > AIM_MS;

const tenths = (ms: number | undefined): string => (ms === undefined ? "–" : ms.toFixed(1)).padStart(7);
