import type { Exclusion } from "@/lib/domain/firmware/campaign-view";
import { isInstallableOver, isSameName, versionMatcher } from "@/lib/domain/firmware/version-match";

/** A station that a filter matches, with all that decides whether it can take a release. */
export type Candidate = {
  readonly id: number;
  readonly identity: string;
  readonly siteId: number | null;
  readonly site: string | null;
  /** IANA name; UTC where there is no site. */
  readonly timeZone: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly ocppVersion: string | null;
  readonly isBlocked: boolean;
  readonly hasBooted: boolean;
  /** Nobody may update it when the campaign begins. */
  readonly isLocked: boolean;
  /** What stations of its make answered; null = not known. */
  readonly plainUpdate: boolean | null;
  readonly signedUpdate: boolean | null;
  /** As it told them last, separated by commas; null = not told. */
  readonly profiles: string | null;
  readonly transfers: string | null;
};

/** What of a release decides who can take it. */
export type TargetRelease = {
  readonly vendor: string;
  readonly models: readonly string[];
  readonly version: string;
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
  readonly fromVersions: readonly string[];
  readonly allowDowngrade: boolean;
};

type Rule = readonly [Exclusion, (station: Candidate, release: TargetRelease) => boolean];

/** In this order: of several reasons the first is told. */
const RULES: readonly Rule[] = [
  ["NeverBooted", ({ hasBooted, vendor }) => !hasBooted || vendor === null],
  ["WrongModel", (station, release) => !isMadeFor(station, release)],
  ["AlreadyOnTarget", ({ version }, release) => isVersionOf(release, version)],
  ["FromVersion", ({ version }, release) => !isInstallableOver(release, version)],
  ["Downgrade", ({ version }, release) => !release.allowDowngrade && isOlder(release.version, version)],
  ["Blocked", ({ isBlocked }) => isBlocked],
  ["Locked", ({ isLocked }) => isLocked],
  ["NoUpdateSupport", (station) => !canUpdate(station)],
  ["NoFileTransfer", (station) => !canFetch(station)],
];

/** Why a station that the filter matches is left out; null = it is not. */
export function exclusionOf(station: Candidate, release: TargetRelease): Exclusion | null {
  return RULES.find(([, applies]) => applies(station, release))?.[0] ?? null;
}

function isMadeFor({ vendor, model }: Candidate, release: TargetRelease): boolean {
  if (!isSameName(vendor ?? "", release.vendor)) return false;
  return release.models.length === 0 || release.models.some((made) => isSameName(made, model ?? ""));
}

/** Does a station that tells this version run the release? */
export const isVersionOf = (release: TargetRelease, told: string | null): boolean => versionMatcher(release)(told);

/** Is a version older than what the station tells? Only where both are numbers with dots: anything else has no order. */
function isOlder(version: string, told: string | null): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(told ?? "")];
  if (ours === null || theirs === null) return false;
  for (let place = 0; place < Math.max(ours.length, theirs.length); place += 1) {
    const difference = (ours[place] ?? 0) - (theirs[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] | null {
  const text = version.trim().replace(/^v/i, "");
  return /^\d{1,9}(\.\d{1,9})+$/.test(text) ? text.split(".").map(Number) : null;
}

/** 1.6 tells its profiles; what it does not name it cannot do. */
function canUpdate({ profiles, plainUpdate, signedUpdate }: Candidate): boolean {
  if (plainUpdate === false && signedUpdate === false) return false;
  return profiles === null || profiles.trim() === "" || /firmwaremanagement/i.test(profiles);
}

/** Our own file server speaks HTTP, with TLS or without. */
const canFetch = ({ transfers }: Candidate): boolean =>
  transfers === null || transfers.trim() === "" || /https?/i.test(transfers);

/** It cannot check a signature: it speaks 1.6 without the signed variant. */
export const isUnsigned = ({ ocppVersion, signedUpdate }: Candidate): boolean =>
  (ocppVersion === null || ocppVersion === "ocpp1.6") && signedUpdate !== true;
