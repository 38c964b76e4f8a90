import { inputOfInstant, instantOfInput } from "@/components/time/local-input";
import type { TokenView } from "@/lib/domain/token-view";

/** A card as it stands in the form: all text, as typed. */
export type TokenDraft = {
  readonly uid: string;
  readonly label: string;
  readonly type: string;
  readonly groupId: string;
  readonly validFrom: string;
  readonly expiresAt: string;
  /** Empty: any number. */
  readonly concurrentMax: string;
  readonly energyKwh: string;
  readonly sessionsPerDay: string;
};

/** What a card is made or changed to; instants are ISO strings. */
export type TokenValues = {
  readonly label: string | null;
  readonly type: string;
  readonly groupId: string | null;
  readonly validFrom: string | null;
  readonly expiresAt: string | null;
  readonly concurrentMax: number | null;
  readonly energyLimitWh: number | null;
  readonly sessionsPerDayMax: number | null;
};

export const EMPTY_DRAFT: TokenDraft = {
  uid: "",
  label: "",
  type: "ISO14443",
  groupId: "",
  validFrom: "",
  expiresAt: "",
  concurrentMax: "1",
  energyKwh: "",
  sessionsPerDay: "",
};

export const draftOf = (token: TokenView): TokenDraft => ({
  uid: token.uid,
  label: token.label ?? "",
  type: token.type,
  groupId: token.groupId ?? "",
  validFrom: inputOfInstant(token.validFrom),
  expiresAt: inputOfInstant(token.expiresAt),
  concurrentMax: token.concurrentMax === null ? "" : String(token.concurrentMax),
  energyKwh: token.energyLimitWh === null ? "" : String(token.energyLimitWh / 1000),
  sessionsPerDay: token.sessionsPerDayMax === null ? "" : String(token.sessionsPerDayMax),
});

export const valuesOf = (draft: TokenDraft): TokenValues => {
  const energyKwh = numberOf(draft.energyKwh);
  return {
    label: textOf(draft.label),
    type: draft.type,
    groupId: textOf(draft.groupId),
    validFrom: instantOfInput(draft.validFrom),
    expiresAt: instantOfInput(draft.expiresAt),
    concurrentMax: numberOf(draft.concurrentMax),
    // Kilowatt-hours as typed are decimal; watt-hours are whole.
    energyLimitWh: energyKwh === null ? null : Math.round(energyKwh * 1000),
    sessionsPerDayMax: numberOf(draft.sessionsPerDay),
  };
};

const textOf = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const numberOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));
