/** Is the line between browser and server alive? Pure; instants are epoch milliseconds on the browser's clock. */

/** Two beats missed, and some. */
export const SILENCE_MAX_MS = 12_000;
/** After this long without a live line the page is dimmed and no command can be given. */
export const DISTRUST_AFTER_MS = 10_000;
/** From here on the pill no longer counts seconds but says since when. */
const OFFLINE_AFTER_MS = 30_000;

export type LineFacts = {
  readonly isOpen: boolean;
  /** When the socket closed, or when the page began to look for the server. */
  readonly closedAt: number;
  readonly lastBeatAt: number | null;
  /** Anything from the server, beats included. */
  readonly lastHeardAt: number | null;
  readonly isCatchingUp: boolean;
  /** Changes held back by the operator's pause; null = not paused. */
  readonly held: number | null;
};

export type Pulse =
  | { readonly state: "live"; readonly heardMs: number }
  | { readonly state: "catching-up" }
  | { readonly state: "reconnecting"; readonly since: number; readonly sinceMs: number }
  | { readonly state: "offline"; readonly since: number }
  | { readonly state: "paused"; readonly held: number };

export type Line = {
  readonly pulse: Pulse;
  /** May what is on the screen be taken for the present? */
  readonly isTrusted: boolean;
};

export function readLine(line: LineFacts, now: number): Line {
  const since = brokenSince(line, now);
  if (since !== null) return brokenLine(line, since, now);
  if (line.isCatchingUp) return { pulse: { state: "catching-up" }, isTrusted: true };
  if (line.held !== null) return { pulse: { state: "paused", held: line.held }, isTrusted: true };
  return { pulse: { state: "live", heardMs: now - (line.lastHeardAt ?? now) }, isTrusted: true };
}

/** What is shown is as old as the last word, not as the moment the socket noticed. */
function brokenSince(line: LineFacts, now: number): number | null {
  if (!line.isOpen) return line.lastHeardAt ?? line.closedAt;
  const beatAt = line.lastBeatAt ?? line.closedAt;
  return now - beatAt > SILENCE_MAX_MS ? beatAt : null;
}

function brokenLine(line: LineFacts, since: number, now: number): Line {
  // The page's clock ticks once a second and may lie behind the last word.
  const sinceMs = Math.max(0, now - since);
  const isTrusted = sinceMs <= DISTRUST_AFTER_MS;
  if (sinceMs > OFFLINE_AFTER_MS) return { pulse: { state: "offline", since }, isTrusted };
  if (line.lastBeatAt === null && isTrusted) return { pulse: { state: "catching-up" }, isTrusted };
  return { pulse: { state: "reconnecting", since, sinceMs }, isTrusted };
}
