import type { Clock } from "./clock";

/** What a station says while it uploads. */
export type UploadStep = "Uploading" | "Uploaded" | "Failed";

/** PUTs a log to an HTTP address and tells each step. Other protocols fail: this station has none. */
export async function uploadLog(options: {
  readonly location: string;
  readonly fileName: string;
  readonly text: string;
  readonly tell: (step: UploadStep) => void;
}): Promise<void> {
  options.tell("Uploading");
  try {
    const base = options.location.replace(/\/$/, "");
    const response = await fetch(`${base}/${encodeURIComponent(options.fileName)}`, {
      method: "PUT",
      headers: { "Content-Type": "text/plain" },
      body: options.text,
      redirect: "error",
    });
    options.tell(response.ok ? "Uploaded" : "Failed");
  } catch {
    // Nobody there, or no such protocol: to a station it is all the same.
    options.tell("Failed");
  }
}

/** A believable diagnostics file. */
export function logText(lines: readonly string[], clock: Clock): string {
  const at = new Date(clock.now()).toISOString();
  return [`# log of ${at}`, ...lines, ""].join("\n");
}
