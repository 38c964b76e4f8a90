const AHEAD_MAX_MS = 24 * 3600 * 1000;
/** An outage lasts days or weeks; what is older was told by a clock that was never set (quirk D1). */
const BEHIND_MAX_MS = 365 * 24 * 3600 * 1000;

/** A station's time, or the receipt where its clock cannot be right (quirk D1). */
export function plausibleTime(at: Date, receivedAt: Date): { readonly at: Date; readonly isSuspect: boolean } {
  const time = at.getTime();
  const isSuspect = !(time >= receivedAt.getTime() - BEHIND_MAX_MS && time <= receivedAt.getTime() + AHEAD_MAX_MS);
  return { at: isSuspect ? receivedAt : at, isSuspect };
}
