import type { LogJobState, LogJobView } from "@/lib/domain/log-job";

export type LogStepName = "requested" | "accepted" | "uploading" | "received" | "uploaded";
export type LogStepState = "done" | "now" | "failed" | "ahead";
export type LogStep = { readonly name: LogStepName; readonly state: LogStepState; readonly at: string | null };

/** How far a log got and where it stopped: the index of its last step and what became of that. */
const REACHED: Readonly<Record<LogJobState, readonly [step: number, state: LogStepState]>> = {
  Requested: [1, "now"],
  NoAnswer: [1, "failed"],
  NotSent: [1, "failed"],
  Rejected: [1, "failed"],
  NotSupported: [1, "failed"],
  Failed: [1, "failed"],
  Accepted: [2, "now"],
  Uploading: [2, "now"],
  UploadFailed: [2, "failed"],
  NothingToUpload: [2, "failed"],
  Superseded: [2, "failed"],
  TimedOut: [2, "failed"],
  Cancelled: [2, "failed"],
  Uploaded: [3, "now"],
  Received: [3, "done"],
};

/** Asked → accepted → uploading → received; of a log that goes elsewhere the last is the charger's word. */
export function logSteps(job: LogJobView): readonly LogStep[] {
  const isTold = job.state === "Uploaded" && !job.isOurs;
  const [reached, state] = isTold ? ([3, "done"] as const) : REACHED[job.state];
  const firstPiece = job.files.at(-1)?.startedAt ?? null;
  const last: Omit<LogStep, "state"> = job.isOurs
    ? { name: "received", at: job.receivedAt }
    : { name: "uploaded", at: job.toldAt };
  const steps: readonly Omit<LogStep, "state">[] = [
    { name: "requested", at: job.createdAt },
    { name: "accepted", at: job.answeredAt },
    { name: "uploading", at: job.uploadingAt ?? firstPiece },
    last,
  ];
  return steps.map((step, place) => ({
    ...step,
    state: place < reached ? "done" : place === reached ? state : "ahead",
  }));
}

export type LogTone = "open" | "done" | "failed";

export function logTone({ state, isOurs }: LogJobView): LogTone {
  if (state === "Received" || (state === "Uploaded" && !isOurs)) return "done";
  return state === "Requested" || state === "Accepted" || state === "Uploading" || state === "Uploaded"
    ? "open"
    : "failed";
}
