import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @param {number} port
 * @param {{ seconds: number, signal?: AbortSignal }} limits
 * @returns {Promise<boolean>} Whether something took connections on this port before the time was up.
 */
export async function isListening(port, { seconds, signal }) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && signal?.aborted !== true) {
    if (await accepts(port)) return true;
    await sleep(100);
  }
  return false;
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
