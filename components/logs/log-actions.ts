import type { ActionResult } from "@/components/form/action-result";
import type { LogJobView } from "@/lib/domain/log-job";

/** What is asked for; the period is ISO 8601. */
export type LogRequest = {
  /** Made by the browser: the same id is the same request, however often it is sent. */
  readonly id: string;
  readonly identity: string;
  readonly log: "DiagnosticsLog" | "SecurityLog";
  readonly from?: string;
  readonly to?: string;
  readonly retries?: number;
};

/** `text` is null where the file is no text. */
export type LogPreview = { readonly text: string | null; readonly isWhole: boolean };

/** What can be done on the page of a charger's logs. */
export type LogActions = {
  readonly request: (wanted: LogRequest) => Promise<ActionResult<LogJobView>>;
  readonly end: (uploadId: string) => Promise<ActionResult<LogJobView>>;
  readonly remove: (fileId: string) => Promise<ActionResult<null>>;
  readonly preview: (fileId: string) => Promise<ActionResult<LogPreview>>;
};
