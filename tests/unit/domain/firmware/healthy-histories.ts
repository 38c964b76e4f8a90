/** Histories in which nothing goes wrong but for crashes. */
import fc from "fast-check";
import type { History } from "./world-histories";

/** What is done to a fleet of which nobody fails by himself. */
export const CRASHES = fc.array(
  fc.constantFrom("round", "round", "crashGateway", "crashEngine", "claim", "send", "tick", "takeOver", "time"),
  { maxLength: 60, size: "max" },
);
export const HEALTHY: Omit<History, "steps"> = {
  fleet: {
    hasWindows: false,
    stations: (["Plain", "Signed", "V2", "V2", "Plain"] as const).map((kind, site) => ({
      kind,
      isMute: false,
      repeats: false,
      triggers: true,
      fates: [],
      tellsVersion: true,
      site: site % 3,
    })),
  },
  plans: [
    {
      waves: [
        [0, 1],
        [2, 3, 4],
      ],
      spec: { attemptsMax: 99, inFlightMax: 3, usablePerSiteMin: 0, startsPerMinute: 100, backoffSeconds: 0 },
      rule: { comparesSoak: false, failuresMax: 9, lostMax: 9, soakSeconds: 5 },
      hasManualGate: false,
      isSigned: true,
      isBestEffort: false,
    },
  ],
};
