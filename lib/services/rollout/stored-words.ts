/** A word of `campaign-states` as it stands in a text column. Only `apply-changes` and the verbs write them, typed. */
export function wordOf<Word extends string>(stored: string): Word;
export function wordOf<Word extends string>(stored: string | null): Word | null;
export function wordOf<Word extends string>(stored: string | null): Word | null {
  // Safe: written from the same type.
  return stored as Word | null; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

/** Rows that a statement made into one JSON text, by their own description of it. */
export function rowsOf<Row>(json: string | null | undefined): readonly Row[] {
  // Safe: the statement beside which this stands names the row's fields.
  return json === null || json === undefined ? [] : (JSON.parse(json) as Row[]); // oxlint-disable-line typescript/no-unsafe-type-assertion
}
