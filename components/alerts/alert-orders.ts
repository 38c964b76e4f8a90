import type { ActionResult } from "@/components/form/action-result";
import type { AlertView } from "@/lib/domain/alerts/alert-view";

/** What a person does about an alert. */
export type AlertOrder =
  | { readonly type: "Acknowledge"; readonly note: string | null }
  /** Null ends a silence. */
  | { readonly type: "Silence"; readonly until: string | null; readonly note: string | null }
  | { readonly type: "Resolve"; readonly note: string };

export type AttendAlert = (id: number, order: AlertOrder) => Promise<ActionResult<AlertView>>;
