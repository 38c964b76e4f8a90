/**
 * Many findings, few causes. Six chargers of one site that went within two minutes of each other are one uplink;
 * what a lost gateway held is one gateway; the same fault on one firmware at one time is that firmware.
 */
import type { AlertKind, RuleSettings } from "./alert-rule";
import type { Finding, FoundStation } from "./finding";

export const CAUSE_TYPES = ["Station", "Site", "Gateway", "Firmware", "System"] as const;
export type CauseType = (typeof CAUSE_TYPES)[number];

export type Cause = {
  readonly type: CauseType;
  /** The same cause has the same key in every round. */
  readonly key: string;
  /** What a person calls it: an identity, a site's name, a firmware version. */
  readonly name: string;
};

type GroupType = "Gateway" | "Site" | "Firmware";

/** What findings of a kind can have in common, the strongest evidence first. */
const COMMON_CAUSES: Readonly<Record<AlertKind, readonly GroupType[]>> = {
  Offline: ["Gateway", "Site"],
  Fault: ["Site", "Firmware"],
  Silent: ["Site", "Firmware"],
  Flapping: ["Site"],
  NoEnergy: ["Site", "Firmware"],
  RefusedStarts: ["Site", "Firmware"],
  LowStartSuccess: ["Site", "Firmware"],
  FailedCommands: ["Site", "Firmware"],
  DiskFull: [],
  CertificateExpiry: [],
};

/** The cause of one finding by itself. */
export function ownCause({ subject, label, station }: Finding): Cause {
  return { type: station === null ? "System" : "Station", key: subject, name: label };
}

export type Grouping = {
  readonly kind: AlertKind;
  readonly settings: Pick<RuleSettings, "groupSize" | "groupSeconds">;
  /** Where a subject is already: the key of an open alert's common cause. It stays there. */
  readonly placeOf: (subject: string) => Cause | null;
};

/** The cause of each finding. In the order of `findings`. */
export function causesOf(findings: readonly Finding[], grouping: Grouping): readonly Cause[] {
  const causes = new Map<Finding, Cause>();
  for (const finding of findings) {
    const place = grouping.placeOf(finding.subject);
    if (place !== null) causes.set(finding, place);
  }
  for (const type of COMMON_CAUSES[grouping.kind]) {
    for (const bucket of bucketsOf(findings, type, causes)) {
      for (const chain of chainsOf(bucket.findings, type === "Gateway" ? null : grouping.settings.groupSeconds)) {
        if (!isCommon(chain, { type, key: bucket.cause.key, causes, groupSize: grouping.settings.groupSize })) continue;
        for (const finding of chain) if (!causes.has(finding)) causes.set(finding, bucket.cause);
      }
    }
  }
  return findings.map((finding) => causes.get(finding) ?? ownCause(finding));
}

type Bucket = { readonly cause: Cause; readonly findings: readonly Finding[] };

/** Findings that may share a cause of this type: those without one yet, with those that have this very cause. */
function bucketsOf(
  findings: readonly Finding[],
  type: GroupType,
  causes: ReadonlyMap<Finding, Cause>,
): readonly Bucket[] {
  const buckets = new Map<string, { cause: Cause; findings: Finding[] }>();
  for (const finding of findings) {
    const cause = finding.station === null ? null : commonCause(type, finding.station, finding.detail);
    const held = causes.get(finding);
    if (cause === null || (held !== undefined && held.key !== cause.key)) continue;
    const bucket = buckets.get(cause.key);
    if (bucket === undefined) buckets.set(cause.key, { cause, findings: [finding] });
    else bucket.findings.push(finding);
  }
  return [...buckets.values()];
}

function commonCause(type: GroupType, station: FoundStation, detail: string | null): Cause | null {
  switch (type) {
    case "Gateway":
      return station.lostGatewayId === null
        ? null
        : { type, key: `gateway:${station.lostGatewayId}`, name: station.lostGatewayId };
    case "Site":
      return station.siteId === null
        ? null
        : { type, key: `site:${station.siteId}`, name: station.siteName ?? `${station.siteId}` };
    case "Firmware": {
      const { vendor, model, firmwareVersion } = station;
      if (firmwareVersion === null) return null;
      const name = [vendor, model, firmwareVersion].filter((word) => word !== null).join(" ");
      return { type, key: `firmware:${[vendor ?? "", model ?? "", firmwareVersion, detail ?? ""].join("/")}`, name };
    }
  }
}

/** Cuts findings, oldest first, where more than `gapSeconds` passed between two of them; null: never. */
function chainsOf(findings: readonly Finding[], gapSeconds: number | null): readonly (readonly Finding[])[] {
  if (gapSeconds === null) return [findings];
  const chains: Finding[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const finding of findings.toSorted((a, b) => a.since - b.since)) {
    const chain = chains.at(-1);
    if (chain !== undefined && finding.since - last <= gapSeconds * 1000) chain.push(finding);
    else chains.push([finding]);
    last = finding.since;
  }
  return chains;
}

type Held = {
  readonly type: GroupType;
  readonly key: string;
  readonly causes: ReadonlyMap<Finding, Cause>;
  readonly groupSize: number;
};

/** A lost gateway needs no second witness; all else does, unless it joins what is known already. */
function isCommon(chain: readonly Finding[], { type, key, causes, groupSize }: Held): boolean {
  return type === "Gateway" || chain.length >= groupSize || chain.some((finding) => causes.get(finding)?.key === key);
}
