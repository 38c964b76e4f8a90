import type { ActionResult } from "@/components/form/action-result";
import type { BulkCommand, BulkJobView, BulkOutcome, BulkPreview, BulkRowView } from "@/lib/domain/bulk-job";

export type BulkSelection =
  | { readonly type: "Rows"; readonly ids: readonly number[] }
  | { readonly type: "Filter"; readonly filter: string; readonly at: string };

export type BulkOrder = {
  /** Made by the browser: the same id is the same job, however often it is sent. */
  readonly id: string;
  readonly command: BulkCommand;
  readonly selection: BulkSelection;
  readonly expected: number;
  readonly leavesOutCharging: boolean;
  readonly perSecond: number;
};

/** What the lists ask of the server to act on many chargers. */
export type BulkActions = {
  readonly preview: (selection: BulkSelection) => Promise<ActionResult<BulkPreview>>;
  readonly create: (order: BulkOrder) => Promise<ActionResult<BulkJobView>>;
};

/** What a job's own page asks of it. */
export type JobActions = {
  readonly stop: (id: string) => Promise<ActionResult<BulkJobView>>;
  readonly retry: (id: string) => Promise<ActionResult<BulkJobView>>;
};

export type BulkRowsPage = { readonly items: readonly BulkRowView[]; readonly nextCursor: string | null };
export type OutcomeFilter = BulkOutcome | null;
