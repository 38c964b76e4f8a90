import Papa from "papaparse";
import { tokenKey } from "@/lib/domain/token";
import type { RowError, TokenColumn } from "@/lib/domain/token-import";
import { ServiceError } from "../../errors";
import { isStorable } from "../../storable";
import { columnOf, readCell, readUid, type TokenValues } from "./columns";

export const IMPORT_ROWS_MAX = 20_000;
export const IMPORT_BYTES_MAX = 800_000;
const FOUND_MAX = 60;

export type ImportRow = { readonly line: number; readonly uid: string; readonly values: TokenValues };
export type ImportRows = {
  readonly rows: readonly ImportRow[];
  readonly errors: readonly RowError[];
  readonly unknownColumns: readonly string[];
};

/**
 * Reads a list of cards: comma, semicolon or tab, with headings, in UTF-8. A row with anything wrong in it is told
 * whole and left out. Refused as a whole: no column for the uid, a heading twice, more than {@link IMPORT_ROWS_MAX}.
 */
export function readTokenRows(csv: string): ImportRows {
  const { data } = Papa.parse<string[]>(csv.replace(/^\uFEFF/u, ""), { skipEmptyLines: false });
  const [headings = [], ...lines] = data;
  const { columns, unknownColumns } = readHeadings(headings);
  if (lines.length > IMPORT_ROWS_MAX + 1)
    throw new ServiceError("Invalid", `A list holds ${IMPORT_ROWS_MAX} cards at most; cut it into parts.`, "csv");
  const errors: RowError[] = [];
  const rows: ImportRow[] = [];
  const seen = new Set<string>();
  for (const [index, cells] of lines.entries()) {
    const line = index + 2;
    if (cells.every((cell) => cell.trim() === "")) continue;
    const read = readRow(line, cells, columns);
    const wrong = "row" in read ? twice(read.row, seen) : read.errors;
    errors.push(...wrong);
    if ("row" in read && wrong.length === 0) rows.push(read.row);
  }
  return { rows, errors, unknownColumns };
}

type Columns = readonly (TokenColumn | null)[];

function readHeadings(headings: readonly string[]): { columns: Columns; unknownColumns: readonly string[] } {
  const columns = headings.map(columnOf);
  const known = columns.filter((column) => column !== null);
  if (!known.includes("uid"))
    throw new ServiceError("Invalid", 'The first line names the columns, and one of them is "uid".', "csv");
  const doubled = known.find((column, index) => known.indexOf(column) !== index);
  if (doubled !== undefined) throw new ServiceError("Invalid", `Two columns are called "${doubled}".`, "csv");
  const unknownColumns = headings.filter((heading, index) => columns[index] === null && heading.trim() !== "");
  return { columns, unknownColumns };
}

type ReadRow = { readonly row: ImportRow } | { readonly errors: readonly RowError[] };

function readRow(line: number, cells: readonly string[], columns: Columns): ReadRow {
  if (cells.length > columns.length || !isStorable(cells)) {
    return { errors: [{ line, column: null, problem: "Malformed", found: cut(cells.join(",")) }] };
  }
  const values: TokenValues = {};
  let uid = "";
  const errors = columns.flatMap((column, index): RowError[] => {
    if (column === null) return [];
    const text = (cells[index] ?? "").trim();
    if (column === "uid") {
      uid = readUid(text) ?? "";
      if (text === "") return [{ line, column, problem: "Missing", found: "" }];
      return uid === "" ? [{ line, column, problem: "Unreadable", found: cut(text) }] : [];
    }
    const isRead = readCell(values, column, text === "" ? null : text);
    return isRead ? [] : [{ line, column, problem: "Unreadable", found: cut(text) }];
  });
  return errors.length > 0 ? { errors } : { row: { line, uid, values } };
}

function twice({ line, uid }: ImportRow, seen: Set<string>): readonly RowError[] {
  const key = tokenKey(uid);
  if (seen.has(key)) return [{ line, column: "uid", problem: "Twice", found: cut(uid) }];
  seen.add(key);
  return [];
}

/** How many rows the errors are in. */
export const countRows = (errors: readonly RowError[]): number => new Set(errors.map(({ line }) => line)).size;

const cut = (text: string): string => (text.length > FOUND_MAX ? `${text.slice(0, FOUND_MAX)}…` : text);
