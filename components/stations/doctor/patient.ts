import type { HandshakeRefusalView, RefusedStation } from "@/lib/domain/health-view";
import { isCuredByPassword, isRefusalReason, type RefusalReason } from "@/lib/domain/refusal";

/** All that was refused of one identity, or of one address where none was told. The newest first. */
export type Patient = {
  readonly key: string;
  readonly identity: string | null;
  readonly address: string | null;
  readonly refusals: readonly HandshakeRefusalView[];
};

/** `refusals`: the newest first; so are the patients. */
export function toPatients(refusals: readonly HandshakeRefusalView[]): readonly Patient[] {
  const patients = new Map<string, Patient>();
  for (const refusal of refusals) {
    const { identity, remoteAddress: address } = refusal;
    const key = identity === null ? `address ${address}` : `identity ${identity}`;
    const known = patients.get(key);
    patients.set(key, { key, identity, address, refusals: [...(known?.refusals ?? []), refusal] });
  }
  return [...patients.values()];
}

/** What can be decided of a patient. `isLikelyOurs`: no known identity was meant instead. */
export type Choices = {
  readonly canAdopt: boolean;
  readonly isLikelyOurs: boolean;
  readonly canReset: boolean;
  readonly canBlock: boolean;
  readonly canDismiss: boolean;
};

export function choicesFor({ identity, refusals }: Patient): Choices {
  const [newest] = refusals;
  if (newest === undefined) return NO_CHOICE;
  const { state, station, lookAlike } = newest;
  const isKnown = station !== null;
  const isOpen = state === "Open";
  return {
    canAdopt: identity !== null && !isKnown && state !== "Blocked",
    isLikelyOurs: lookAlike === null,
    canReset: isKnown && isOpen && refusals.some(({ reason }) => isCuredByPassword(reason)),
    canBlock: identity !== null && state !== "Solved",
    canDismiss: isOpen,
  };
}

const NO_CHOICE: Choices = {
  canAdopt: false,
  isLikelyOurs: false,
  canReset: false,
  canBlock: false,
  canDismiss: false,
};

/** An address of IPv4, which sockets of both kinds write as one of IPv6. */
export const shownAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");

export type PlainCure = RefusalReason | "SomebodyElse";

/** Words of `cure`, with what they are filled in with. */
export type Cure =
  | { readonly type: "Plain"; readonly key: PlainCure }
  | { readonly type: "LookAlike"; readonly key: "Case" | "Writing" | "Typo"; readonly identity: string }
  | { readonly type: "OldPassword"; readonly changedAt: string };

/** What most probably helps. Null for a reason nobody has words for. */
export function cureOf(refusal: HandshakeRefusalView): Cure | null {
  const { reason, lookAlike, station, lastAt } = refusal;
  if (!isRefusalReason(reason)) return null;
  if (lookAlike !== null) return { type: "LookAlike", key: lookAlike.difference, identity: lookAlike.identity };
  const isPassword = station !== null && isCuredByPassword(reason);
  return isPassword ? passwordCure(reason, station, lastAt) : { type: "Plain", key: reason };
}

function passwordCure(reason: RefusalReason, station: RefusedStation, lastAt: string): Cure {
  const { connectivity, passwordSetAt, connectedAt } = station;
  if (connectivity.state === "Connected" && Date.parse(lastAt) > Date.parse(connectivity.since)) {
    return { type: "Plain", key: "SomebodyElse" };
  }
  const cameInBefore = connectedAt !== null && passwordSetAt !== null && connectedAt < passwordSetAt;
  if (reason === "WrongPassword" && cameInBefore) return { type: "OldPassword", changedAt: passwordSetAt };
  return { type: "Plain", key: reason };
}
