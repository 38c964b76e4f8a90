/** Is what a station tells the version that a release brings? Versions are compared trimmed and without case. */
import type { ReleaseFacts } from "./campaign-snapshot";

/** BootNotification has room for that many characters; stations cut what is longer. */
const TOLD_MAX = 50;

export type VersionMatcher = (told: string | null) => boolean;

/** A matcher for many stations. An expression has to match the whole; one that cannot be read matches nothing. */
export function versionMatcher(release: Pick<ReleaseFacts, "expectedVersion" | "versionIsPattern">): VersionMatcher {
  const expected = release.expectedVersion.trim();
  if (!release.versionIsPattern) {
    const whole = normal(expected);
    const cut = whole.slice(0, TOLD_MAX);
    return (told) => told !== null && (normal(told) === whole || normal(told) === cut);
  }
  const pattern = patternOf(expected);
  return (told) => told !== null && pattern !== null && pattern.test(told.trim());
}

/** May it be installed over this version? No version named = over any. */
export const isInstallableOver = (release: Pick<ReleaseFacts, "fromVersions">, told: string | null): boolean =>
  release.fromVersions.length === 0 ||
  release.fromVersions.some((from) => told !== null && normal(from) === normal(told));

/** Names of vendors and models, as carefully compared as versions are. */
export const isSameName = (a: string, b: string): boolean => normal(a) === normal(b);

const normal = (word: string): string => word.trim().toLowerCase();

function patternOf(expression: string): RegExp | null {
  try {
    return new RegExp(`^(?:${expression})$`, "iu");
  } catch {
    return null; // Refused when the release was made; a stored one that cannot be read proves nothing.
  }
}
