import { csvLine } from "../csv-line";

/** An export ends here and says so; a narrower filter has the rest. */
export const EXPORT_ROWS_MAX = 100_000;

export type ListExport = {
  readonly fileName: string;
  readonly contentType: string;
  /** Pieces of the file, read from the database as they are taken. */
  readonly chunks: AsyncIterable<string>;
};

type Cell = string | number | null;

/** A column of the file; an instant becomes two: in UTC, and on the clock of the zone asked for. */
export type ExportColumn<Row> = {
  readonly name: string;
  /** What stands above it, where that is not its name: the unit belongs there. */
  readonly head?: string;
} & ({ readonly of: (row: Row) => Cell } | { readonly instantOf: (row: Row) => string | null });

/** Excel takes a file for UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

type Wanted<Row> = {
  readonly name: string;
  readonly now: Date;
  readonly timeZone: string;
  readonly columns: readonly ExportColumn<Row>[];
  /** Batches of rows in the list's order. */
  readonly batches: AsyncIterable<readonly Row[]>;
  readonly rowsMax?: number;
};

/** A list as a CSV file, written while it is being taken. */
export function listExport<Row>({ name, now, ...rest }: Wanted<Row>): ListExport {
  const stamp = now.toISOString().slice(0, 19).replaceAll(":", "");
  return { fileName: `${name}-${stamp}.csv`, contentType: "text/csv; charset=utf-8", chunks: write(rest) };
}

async function* write<Row>(wanted: Omit<Wanted<Row>, "name" | "now">): AsyncGenerator<string, void, undefined> {
  const { timeZone, columns, batches, rowsMax = EXPORT_ROWS_MAX } = wanted;
  const local = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const toLine = (row: Row): string =>
    csvLine(
      columns.flatMap((column): Cell[] => {
        if ("of" in column) return [column.of(row)];
        const at = column.instantOf(row);
        return [at, at === null ? null : local.format(new Date(at))];
      }),
    );
  const heads = columns.flatMap(({ name, head = name, ...column }) =>
    "of" in column ? [head] : [head, `${head} (${timeZone})`],
  );
  yield BYTE_ORDER_MARK + csvLine(heads);
  let left = rowsMax;
  for await (const rows of batches) {
    yield rows.slice(0, left).map(toLine).join("");
    if (rows.length > left) {
      yield csvLine([`The limit of ${rowsMax} rows is reached; more of them are not in this file.`]);
      return;
    }
    left -= rows.length;
  }
}

/** All pages of a list, one read after another. */
export async function* allPages<Item>(
  read: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>,
): AsyncGenerator<readonly Item[], void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read(cursor);
    if (items.length > 0) yield items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
