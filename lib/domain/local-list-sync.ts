/**
 * What a station's own list is to hold, what it is known to hold, and the next message that brings the two together.
 *
 *   ask for the version ──▶ send a part ──▶ ask for the version ──▶ … ──▶ settled
 *
 * What a station holds is known only where the version it tells is the one it took these entries with; everything
 * else begins with a full list. It decides only: sending, and writing down what was taken, is the verbs' part.
 */
import type { LocalListEntry } from "./local-list";
import { standingOf, type TokenStanding, tokenKey } from "./token";

export type ListedToken = TokenStanding & { readonly uid: string; readonly type: string };

/** Uid in lower case → what is said of it, as one text. */
export type HeldEntries = ReadonlyMap<string, string>;

export type ListLimits = {
  /** Entries in one message. */
  readonly perMessage: number;
  /** Entries in the whole list; null where the station does not say. */
  readonly total: number | null;
};

export type ListKnowledge = {
  /** As the station has just told it. */
  readonly versionKnown: number;
  /** The highest ever sent. */
  readonly versionSent: number;
  /** What it took, and with which version; null where that is not known. */
  readonly held: HeldEntries | null;
  readonly heldVersion: number | null;
};

export type ListStep =
  | {
      readonly type: "Send";
      readonly update: "Full" | "Differential";
      readonly version: number;
      readonly entries: readonly LocalListEntry[];
    }
  | { readonly type: "Settled" };

/** No card that a station can read is longer (2.x: identifierString of 36). */
const UID_CHARS_MAX = 36;

/** What stations are to know of our tokens, those that may charge first. One that is not valid yet is not listed: it is asked for. */
export function wantedEntries(tokens: readonly ListedToken[], now: Date): readonly LocalListEntry[] {
  const entries = tokens.flatMap((token): LocalListEntry[] => {
    const { status, groupId, expiresAt } = standingOf(token, now);
    if (token.uid.length > UID_CHARS_MAX || status === "NotAtThisTime") return [];
    return [
      {
        tokenUid: token.uid,
        tokenType: token.type,
        status,
        ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
        ...(groupId === null || groupId.length > UID_CHARS_MAX ? {} : { groupUid: groupId }),
      },
    ];
  });
  const rank = ({ status }: LocalListEntry): number => (status === "Accepted" ? 0 : 1);
  return entries.toSorted((one, other) => rank(one) - rank(other) || compareKeys(one, other));
}

const compareKeys = (one: LocalListEntry, other: LocalListEntry): number =>
  tokenKey(one.tokenUid) < tokenKey(other.tokenUid) ? -1 : 1;

/** Those that the station has room for. */
export const fitting = (wanted: readonly LocalListEntry[], { total }: ListLimits): readonly LocalListEntry[] =>
  total === null ? wanted : wanted.slice(0, total);

export function nextListStep(known: ListKnowledge, allWanted: readonly LocalListEntry[], limits: ListLimits): ListStep {
  const wanted = fitting(allWanted, limits);
  const held = heldNow(known);
  const version = Math.max(known.versionKnown, known.versionSent, 0) + 1;
  if (held === null) {
    // Version 0: there is no list, which is what is wanted.
    if (wanted.length === 0 && known.versionKnown === 0) return { type: "Settled" };
    return { type: "Send", update: "Full", version, entries: wanted.slice(0, limits.perMessage) };
  }
  const changes = changesTo(held, wanted);
  if (changes.length === 0) return { type: "Settled" };
  return { type: "Send", update: "Differential", version, entries: changes.slice(0, limits.perMessage) };
}

/** What the station holds, where its version proves that; null where it may be anything. */
const heldNow = ({ held, heldVersion, versionKnown }: ListKnowledge): HeldEntries | null =>
  held !== null && heldVersion === versionKnown ? held : null;

/** Removals first: they make room. */
export function changesTo(held: HeldEntries, wanted: readonly LocalListEntry[]): readonly LocalListEntry[] {
  const keys = new Set(wanted.map(({ tokenUid }) => tokenKey(tokenUid)));
  const gone = [...held.entries()].filter(([key]) => !keys.has(key));
  const changed = wanted.filter((entry) => held.get(tokenKey(entry.tokenUid)) !== fingerprint(entry));
  return [...gone.map(([, print]) => removalOf(print)), ...changed];
}

/** What a station holds once it took an update. */
export function heldAfter(
  before: HeldEntries,
  update: "Full" | "Differential",
  entries: readonly LocalListEntry[],
): HeldEntries {
  const held = new Map(update === "Full" ? [] : before);
  for (const entry of entries) {
    if (entry.status === undefined) held.delete(tokenKey(entry.tokenUid));
    else held.set(tokenKey(entry.tokenUid), fingerprint(entry));
  }
  return held;
}

/** One text for all that is said of a token; the uid and type as sent come first, since a removal must name them so. */
export const fingerprint = ({ tokenUid, tokenType, status, expiresAt, groupUid }: LocalListEntry): string =>
  JSON.stringify([tokenUid, tokenType ?? null, status ?? null, expiresAt ?? null, groupUid ?? null]);

function removalOf(print: string): LocalListEntry {
  const [uid, type]: readonly unknown[] = JSON.parse(print);
  return { tokenUid: String(uid), ...(typeof type === "string" ? { tokenType: type } : {}) };
}

/** Entries in one message where a station does not say: small ones spare weak stations (quirk B5). */
const PER_MESSAGE = 20;
/** An entry with all its fields, as JSON of 2.x. */
const ENTRY_BYTES = 200;

/** Out of the settings that a station told: those of 1.6, or of 2.x as `Component.Variable`. */
export function listLimits(settings: ReadonlyMap<string, string>): ListLimits {
  const told = (key: string): number | null => {
    const value = Number(settings.get(key) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : null;
  };
  const items = told("SendLocalListMaxLength") ?? told("LocalAuthListCtrlr.ItemsPerMessage") ?? PER_MESSAGE;
  const bytes = told("LocalAuthListCtrlr.BytesPerMessage");
  const byBytes = bytes === null ? items : Math.floor(bytes / ENTRY_BYTES);
  return { perMessage: Math.max(1, Math.min(items, byBytes)), total: told("LocalAuthListMaxLength") };
}

export const LIST_SETTINGS: readonly string[] = [
  "SendLocalListMaxLength",
  "LocalAuthListMaxLength",
  "LocalAuthListCtrlr.ItemsPerMessage",
  "LocalAuthListCtrlr.BytesPerMessage",
];
