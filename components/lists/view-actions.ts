import type { ActionResult } from "@/components/form/action-result";
import type { Density, SavedViewView, ViewList } from "@/lib/domain/saved-view";

export type NewView = {
  readonly list: ViewList;
  readonly name: string;
  readonly filter: string;
  readonly sort: string;
  readonly columns: readonly string[];
  readonly density: Density;
  readonly isShared: boolean;
};

export type ChangedView = Partial<Omit<NewView, "list"> & { readonly isPinned: boolean }>;

export type Suggestion = { readonly value: string; readonly count: number | null };
export type ViewCount = { readonly count: number | null; readonly isCapped: boolean };

/** What the list's page asks of the server besides its rows. */
export type ViewActions = {
  readonly save: (view: NewView) => Promise<ActionResult<SavedViewView>>;
  readonly change: (id: string, changes: ChangedView) => Promise<ActionResult<SavedViewView>>;
  readonly forget: (id: string) => Promise<ActionResult<null>>;
  readonly count: (list: ViewList) => Promise<ActionResult<Readonly<Record<string, ViewCount>>>>;
  readonly suggest: (list: ViewList, field: string, typed: string) => Promise<ActionResult<readonly Suggestion[]>>;
};
