import { say } from "./console-lines.mjs";

const controller = new AbortController();

/** Aborted once somebody asked this process to end. */
export const interruption = controller.signal;

/** A wish to end is honoured between two steps, so that each step leaves things whole. */
export class Interrupted extends Error {
  name = "Interrupted";
}

/** From now on SIGINT, SIGTERM and SIGHUP are wishes that the caller honours. */
export function listenForInterruption() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!interruption.aborted) say("stopping …");
      controller.abort(new Interrupted(signal));
    });
  }
}

/** @returns {Promise<void>} Resolves when the wish comes. */
export function untilInterrupted() {
  return new Promise((resolve) => {
    if (interruption.aborted) resolve();
    // A pending promise alone does not keep Node alive.
    const alive = setInterval(() => undefined, 2 ** 30);
    interruption.addEventListener("abort", () => {
      clearInterval(alive);
      resolve();
    });
  });
}
