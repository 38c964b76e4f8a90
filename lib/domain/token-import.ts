/** A list of cards as a spreadsheet writes it, and what taking it over would change. */
export const TOKEN_COLUMNS = [
  "uid",
  "type",
  "status",
  "group",
  "label",
  "validFrom",
  "expires",
  "sessionsAtOnce",
  "sessionKwh",
  "sessionsPerDay",
] as const;
export type TokenColumn = (typeof TOKEN_COLUMNS)[number];

export type RowProblem = "Missing" | "Twice" | "Unreadable" | "Malformed";

/** `line` counts from 1, the headings included, as a spreadsheet does. */
export type RowError = {
  readonly line: number;
  readonly column: TokenColumn | null;
  readonly problem: RowProblem;
  /** What stands there, cut short. */
  readonly found: string;
};

export type TokenChange = "New" | "Changed" | "Same";

export type PreviewRow = {
  readonly line: number;
  readonly uid: string;
  readonly label: string | null;
  readonly groupId: string | null;
  readonly status: "Accepted" | "Blocked";
  readonly change: TokenChange;
};

export type TokenImportPreview = {
  readonly rows: number;
  readonly counts: Readonly<Record<TokenChange, number>>;
  /** Groups that cards of the list name and that are not there yet. */
  readonly newGroups: readonly string[];
  /** Headings that say nothing to us: their columns are left out. */
  readonly unknownColumns: readonly string[];
  readonly errors: readonly RowError[];
  /** How many there are in all; `errors` holds the first hundred. */
  readonly errorsTotal: number;
  /** One row can have several. */
  readonly rowsWithErrors: number;
  /** The first twenty that would change something. */
  readonly first: readonly PreviewRow[];
  /** Stands for what was seen: an import names it, and is refused when the books or the list have changed since. */
  readonly planHash: string;
};

export type TokenImportDone = { readonly created: number; readonly changed: number; readonly leftOut: number };
