"use client";

import { useTranslations } from "next-intl";

const KNOWN = [
  "StopWithoutStart",
  "StartMissing",
  "LostStop",
  "MeterRollBack",
  "MatchedByConnector",
  "MatchedByEvidence",
  "ToldAfterResolution",
  "EnergyUnknown",
  "ClockSuspect",
  "ClosedByOperator",
] as const;

/** Words for what is odd about a session; a name that has none is shown as it is. */
export function useAnomalyWords(): (name: string) => string {
  const t = useTranslations("anomaly");
  return (name) => {
    const known = KNOWN.find((word) => word === name);
    return known === undefined ? name : t(known);
  };
}
