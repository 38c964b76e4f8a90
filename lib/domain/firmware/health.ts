/** Is a station well after its update (§6)? Each check passes, fails, or cannot be told yet. */
import type { HealthBefore, JobFacts, StationFacts } from "./campaign-snapshot";
import type { CampaignSpec } from "./campaign-spec";

export type HealthCheck = {
  readonly check: "Online" | "Serial" | "Connectors" | "Stable" | "Settings" | "Availability";
  readonly result: "Passed" | "Failed" | "Warned" | "Unknown";
  readonly found?: string;
};

/** `sentAt`: what was told before the update says nothing of after it. Milliseconds since 1970. */
export function checkHealth(job: JobFacts, spec: CampaignSpec, sentAt: number): readonly HealthCheck[] {
  const before = job.attempt?.before ?? null;
  return [
    { check: "Online", result: job.station.isOnline ? "Passed" : "Unknown" },
    checkSerial(job, before),
    checkConnectors(job, before, sentAt),
    checkStability(job, { before, spec }),
    checkSettings(job, { before, spec }),
    checkAvailability(job),
  ];
}

/** H3 */
function checkSerial({ station }: JobFacts, before: HealthBefore | null): HealthCheck {
  const was = before?.serialNumber ?? null;
  const isOther = was !== null && station.serialNumber !== null && was !== station.serialNumber;
  if (!isOther) return { check: "Serial", result: "Passed" };
  return { check: "Serial", result: "Failed", found: `${was} → ${station.serialNumber}` };
}

/** H4: every connector known before has told of itself since, and none is worse than it was. */
function checkConnectors({ station }: JobFacts, before: HealthBefore | null, sentAt: number): HealthCheck {
  const known = before?.connectors ?? [];
  const namesOf = (standing: "Faulted" | "Missing"): string =>
    known
      .filter((connector) => standingOf(station, connector, sentAt) === standing)
      .map(({ evse, connector }) => `${evse}/${connector}`)
      .join(", ");
  const faulted = namesOf("Faulted");
  const missing = namesOf("Missing");
  if (faulted !== "") return { check: "Connectors", result: "Failed", found: `Faulted: ${faulted}` };
  if (missing !== "") return { check: "Connectors", result: "Unknown", found: `Missing: ${missing}` };
  return { check: "Connectors", result: "Passed" };
}

type Connector = HealthBefore["connectors"][number];

function standingOf({ connectors }: StationFacts, was: Connector, sentAt: number): "Well" | "Faulted" | "Missing" {
  const now = connectors.find(({ evse, connector }) => evse === was.evse && connector === was.connector);
  if (now === undefined || now.toldAt < sentAt) return "Missing";
  if (was.status === "Faulted") return "Well";
  if (now.status === "Faulted") return "Faulted";
  return now.status === "Unavailable" && was.status !== "Unavailable" ? "Missing" : "Well";
}

type Limits = { readonly before: HealthBefore | null; readonly spec: CampaignSpec };

/** H5: it stays connected, and nothing new is out of order. */
function checkStability({ station }: JobFacts, { before, spec }: Limits): HealthCheck {
  const { connectionsSinceVerifying: connections, faultsSinceVerifying: faults } = station;
  if (connections > spec.reconnectsMax) {
    return { check: "Stable", result: "Failed", found: `${connections} connections` };
  }
  const wasFaulted = before?.connectors.some(({ status }) => status === "Faulted") ?? false;
  if (faults > 0 && !wasFaulted) return { check: "Stable", result: "Failed", found: `${faults} faults` };
  return { check: "Stable", result: "Passed" };
}

/** H6 */
function checkSettings({ station }: JobFacts, { before, spec }: Limits): HealthCheck {
  const drifted = Object.entries(before?.settings ?? {}).filter(([key, value]) => {
    const now = station.settings[key];
    return now !== undefined && now !== value;
  });
  if (drifted.length === 0) return { check: "Settings", result: "Passed" };
  // Names alone: a value may be a secret.
  const found = drifted.map(([key]) => key).join(", ");
  return { check: "Settings", result: spec.driftPolicy === "Fail" ? "Failed" : "Warned", found };
}

/** H7 */
function checkAvailability({ id, station }: JobFacts): HealthCheck {
  const isOwed = station.restores.some(({ jobId, isDone }) => jobId === id && !isDone);
  return { check: "Availability", result: isOwed ? "Unknown" : "Passed" };
}
