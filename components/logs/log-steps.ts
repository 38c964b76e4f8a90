import type { LogJobState, LogJobView } from "@/lib/domain/log-job";

export type LogStepName = "requested" | "accepted" | "uploading" | "received" | "uploaded";
/** `ended`: it goes no further, and that is nobody's failure. */
export type LogStepState = "done" | "now" | "failed" | "ended" | "ahead";
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
  NothingToUpload: [2, "ended"],
  Superseded: [2, "ended"],
  TimedOut: [2, "failed"],
  Cancelled: [2, "ended"],
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

export type LogTone = "open" | "done" | "failed" | "ended";

export function logTone({ state, isOurs }: LogJobView): LogTone {
  if (state === "Uploaded") return isOurs ? "open" : "done";
  const [, step] = REACHED[state];
  return step === "now" || step === "ahead" ? "open" : step;
}
