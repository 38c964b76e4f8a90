/** What spreadsheets take for a formula, wherever the text came from; a tab or a line break may stand before it. */
const FORMULA = /^[\s]*[=+\-@]/;

/** One line of CSV (RFC 4180). Texts that a spreadsheet would run get a leading apostrophe; numbers stay numbers. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
