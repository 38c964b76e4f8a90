import type { ActionFault } from "@/components/form/action-result";

/** An upload on its way; `null` as an outcome means that the file is whole on our side. */
export type Upload = { readonly done: Promise<ActionFault | null>; readonly cancel: () => void };

/** The words for what only the browser knows. */
type Words = { readonly network: string; readonly cancelled: string; readonly refused: string };

/**
 * Sends a file as the body of one PUT. `fetch` cannot tell how much of a body has left, XMLHttpRequest can.
 * `onProgress` is told bytes.
 */
export function uploadImage(path: string, file: Blob, words: Words, onProgress: (bytesSent: number) => void): Upload {
  const request = new XMLHttpRequest();
  const faultOf = (message: string, code = "network"): ActionFault => ({ code, message, field: "file" });
  const done = new Promise<ActionFault | null>((resolve) => {
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("error", () => resolve(faultOf(words.network)));
    request.addEventListener("abort", () => resolve(faultOf(words.cancelled, "cancelled")));
    request.addEventListener("load", () => {
      const isDone = request.status >= 200 && request.status < 300;
      resolve(isDone ? null : faultOf(reasonIn(request.responseText) ?? words.refused, String(request.status)));
    });
  });
  request.open("PUT", path);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  return { done, cancel: () => request.abort() };
}

/** Our own answers say why, as a problem (RFC 9457), an action's fault, or plain text; those of a proxy may be pages. */
function reasonIn(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== "object" || answer === null) return null;
    for (const [name, value] of Object.entries(answer)) {
      if (["detail", "message", "error"].includes(name) && typeof value === "string") return value;
    }
    return null;
  } catch {
    const line = text.trim();
    return line === "" || line.length > 300 || line.startsWith("<") ? null : line;
  }
}
