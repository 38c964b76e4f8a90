import type { StationSocket } from "./station-socket";

export type LivenessLimits = {
  /** Between two pings of one socket. */
  readonly pingEveryMs: number;
  /** Silence after which a socket is half-open. With the sweep's second it stays below 45 s. */
  readonly silenceMsMax: number;
};

export const LIVENESS: LivenessLimits = { pingEveryMs: 15_000, silenceMsMax: 40_000 };

const SWEEP_EVERY_MS = 1_000;

/**
 * Finds half-open sockets: pings each at its own phase, and gives up those from which nothing at all was heard.
 * Any frame, ping or pong is a sign of life (quirk B11). Returns how to stop.
 */
export function watchLiveness(
  sockets: () => Iterable<StationSocket>,
  limits: LivenessLimits,
  now: () => Date,
): () => void {
  const nextPing = new WeakMap<StationSocket, number>();
  const sweep = (): void => {
    const at = now().getTime();
    for (const socket of sockets()) {
      if (at - socket.lastHeardAt() > limits.silenceMsMax) {
        socket.terminate();
        continue;
      }
      const due = nextPing.get(socket) ?? at + phase(socket, limits.pingEveryMs);
      nextPing.set(socket, due <= at ? at + limits.pingEveryMs : due);
      if (due <= at) socket.ping();
    }
  };
  const timer = setInterval(sweep, Math.min(SWEEP_EVERY_MS, limits.pingEveryMs));
  return () => clearInterval(timer);
}

/** Stations that came together are not pinged together. */
const phase = (socket: StationSocket, everyMs: number): number =>
  ((socket.station.id * 2_654_435_761) % 1_000) * (everyMs / 1_000);
