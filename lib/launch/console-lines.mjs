/** One calm line per step: what, and how long it took. */

let write = console.log;

/** For commands whose answer on stdout is meant for a program. */
export function speakOnStderr() {
  write = console.error;
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const begun = Date.now();
  const result = await work();
  say(`${what} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  return result;
}

/** @param {string} line */
export function say(line) {
  write(`  ${line}`);
}
