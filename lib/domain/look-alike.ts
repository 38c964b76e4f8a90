/** Which known identity was meant by one that nobody knows. */

export type KnownIdentity = {
  readonly identity: string;
  /** One that is connected is hardly the one that is looked for, unless the difference is no difference to people. */
  readonly isConnected: boolean;
};

/** `Case`: upper and lower case alone differ. `Writing`: separators, blanks or leading zeros do too. `Typo`: a letter or two. */
export type LookAlike = { readonly identity: string; readonly difference: "Case" | "Writing" | "Typo" };

/** The nearest one; null where none is near. */
export function lookAlike(told: string, known: Iterable<KnownIdentity>): LookAlike | null {
  const sought = { told, folded: told.toLowerCase(), bare: bareOf(told) };
  let best: Ranked | null = null;
  for (const candidate of known) {
    const found = candidate.identity === told ? null : compare(sought, candidate);
    if (found !== null && (best === null || found.rank < best.rank)) best = found;
  }
  return best === null ? null : { identity: best.identity, difference: best.difference };
}

type Sought = { readonly told: string; readonly folded: string; readonly bare: string };
type Ranked = LookAlike & { readonly rank: number };

function compare({ told, folded, bare }: Sought, { identity, isConnected }: KnownIdentity): Ranked | null {
  const connectedLast = isConnected ? 0.5 : 0;
  if (identity.toLowerCase() === folded) return { identity, difference: "Case", rank: connectedLast };
  if (bare !== "" && bareOf(identity) === bare) return { identity, difference: "Writing", rank: 1 + connectedLast };
  if (isConnected) return null;
  const max = told.length <= 4 ? 1 : 2;
  const distance = editDistance(folded, identity.toLowerCase(), max);
  return distance <= max ? { identity, difference: "Typo", rank: 1 + distance } : null;
}

/** What is left where case, separators and leading zeros do not count: "CP-0117" and "cp_117" are both "cp117". */
const bareOf = (identity: string): string =>
  identity
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, " ")
    .replaceAll(/(?<!\p{N})0+(?=\p{N})/gu, "")
    .replaceAll(" ", "");

/** Letters to be put in, left out, exchanged or swapped with their neighbour; anything above `max` is `max + 1`. */
export function editDistance(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) return max + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swapped = isSwapped ? at(beforeLast, column - 2) + 1 : Infinity;
      const exchanged = at(last, column - 1) + (isSame ? 0 : 1);
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, exchanged, swapped));
    }
    if (Math.min(...current) > max) return max + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(at(last, other.length), max + 1);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
