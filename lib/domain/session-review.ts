/** Which sessions a person has to look at before they are billed, and why. */
import type { SessionView } from "./session-view";

/** Oddities after which the energy, or whose it is, is a guess. A corrected clock or a proven match is none. */
export const REVIEW_ANOMALIES = [
  "StopWithoutStart",
  "StartMissing",
  "LostStop",
  "MeterRollBack",
  "MatchedByConnector",
  "ToldAfterResolution",
] as const;

export type ReviewReason = (typeof REVIEW_ANOMALIES)[number] | "EnergyUnknown";

export const RESOLUTIONS = ["AsTold", "ByHand", "NotBillable"] as const;

type Reviewed = Pick<SessionView, "phase" | "anomalies" | "energyWh" | "resolution">;

/** Why it waits for a person; none while it runs, or once somebody has decided. */
export function reviewReasons({ phase, anomalies, energyWh, resolution }: Reviewed): readonly ReviewReason[] {
  if (phase !== "Ended" || resolution !== null) return [];
  const known = REVIEW_ANOMALIES.filter((name) => anomalies.includes(name));
  return energyWh === null ? [...known, "EnergyUnknown"] : known;
}

export const needsReview = (session: Reviewed): boolean => reviewReasons(session).length > 0;
