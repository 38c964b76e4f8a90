import type { ChargerSort, SessionSort } from "./filter/list-sorts";

export const VIEW_LISTS = ["Chargers", "Sessions"] as const;
export type ViewList = (typeof VIEW_LISTS)[number];

export const DENSITIES = ["compact", "default", "touch"] as const;
/** How high the rows are: 32, 40 or 48 px. */
export type Density = (typeof DENSITIES)[number];

/** A filter of a list under a name, with how its rows are shown. */
export type SavedViewView = {
  readonly id: string;
  readonly list: ViewList;
  readonly name: string;
  readonly owner: string;
  /** It belongs to who asks, or they may change everybody's. */
  readonly mayChange: boolean;
  readonly isShared: boolean;
  readonly isPinned: boolean;
  readonly filter: string;
  readonly sort: string | null;
  readonly columns: readonly string[];
  readonly density: Density | null;
  readonly rev: number;
};

type OwnView<Sort extends string> = { readonly id: string; readonly filter: string; readonly sort?: Sort | `-${Sort}` };

/** What everybody has from the start; their names are the screen's. */
export const CHARGER_VIEWS = [
  { id: "all", filter: "" },
  { id: "attention", filter: "status:fault,offline -blocked:yes", sort: "status" },
  { id: "offline", filter: "status:offline", sort: "lastSeen" },
  { id: "faulted", filter: "status:fault" },
  { id: "charging", filter: "status:charging" },
  { id: "outdated", filter: "outdated:yes", sort: "model" },
  { id: "never", filter: "status:never-connected" },
] as const satisfies readonly OwnView<ChargerSort>[];

export const SESSION_VIEWS = [
  { id: "live", filter: "state:live" },
  { id: "ended", filter: "state:ended" },
  { id: "review", filter: "problem:review" },
  { id: "never-charged", filter: "problem:never-charged" },
  { id: "never-ends", filter: "problem:never-ends" },
  { id: "every", filter: "" },
] as const satisfies readonly OwnView<SessionSort>[];

/** Views without an owner, of one list. */
export const ownViews = (list: ViewList): readonly OwnView<string>[] =>
  list === "Chargers" ? CHARGER_VIEWS : SESSION_VIEWS;
