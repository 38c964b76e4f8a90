/** How many rows stand elsewhere, have come or have gone in what was read just now. Rows of further pages do not count. */
export function countMoved(shown: readonly number[], read: readonly number[]): number {
  const had = new Set(shown);
  const has = new Set(read);
  const come = read.filter((id) => !had.has(id)).length;
  const gone = shown.filter((id) => !has.has(id)).length;
  const before = shown.filter((id) => has.has(id));
  const after = read.filter((id) => had.has(id));
  const moved = before.filter((id, place) => after[place] !== id).length;
  return come + gone + moved;
}

/** The rows as they stand, each with what is newest of it. */
export function renewed<Row extends { readonly id: number }>(
  shown: readonly Row[],
  read: readonly Row[],
): readonly Row[] {
  const byId = new Map(read.map((row) => [row.id, row]));
  return shown.map((row) => byId.get(row.id) ?? row);
}

/** A further page behind those that are there. A row that has moved meanwhile is not shown twice. */
export function joined<Row extends { readonly id: number }>(
  shown: readonly Row[],
  more: readonly Row[],
): readonly Row[] {
  const had = new Set(shown.map(({ id }) => id));
  return [...shown, ...more.filter(({ id }) => !had.has(id))];
}
