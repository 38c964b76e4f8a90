/**
 * How much is forgiven of which call. The thorough repairs serve 1.6, whose stations are what they are; 2.x is
 * strict but for the shape of values. What bills or registers is never refused while anything in it can be read.
 */
import type { JsonValue } from "@/lib/domain/json";
import type { Half, SchemaVersion } from "./load";

/** What becomes of a field's rule when the strict check has failed. */
export type Loosening = {
  /** Words outside the list are kept as told, and counted under this name. */
  readonly unlistedAs?: string;
  /** Longer than the norm, yet kept whole: cut, it would name something else. Of listed words: where they are cut. */
  readonly charsMax?: number;
  readonly isOptional?: boolean;
  readonly mayBeFraction?: boolean;
  readonly isUnbounded?: boolean;
};

/** Stands in for a needed field that is missing or unreadable. */
export type Fallback = { readonly value: JsonValue | typeof RECEIPT_TIME; readonly repair: string };

/** The time of receipt, filled in when it is known. */
export const RECEIPT_TIME = Symbol("the time of receipt");

export type Tolerance = {
  readonly isThorough: boolean;
  readonly loosened: Readonly<Record<string, Loosening>>;
  /** Null: what is still invalid after the repairs is refused. */
  readonly fallbacks: Readonly<Record<string, Fallback>> | null;
};

export function toleranceOf(version: SchemaVersion, action: string, half: Half): Tolerance {
  const calls = half === "Request" ? CALLS[version] : NONE;
  return calls.get(action) ?? (version === "ocpp1.6" ? THOROUGH : SHAPE_ONLY);
}

const ID_CHARS_MAX = 255;
const filled = (value: JsonValue): Fallback => ({ value, repair: "MissingFilled" });
const RECEIPT: Fallback = { value: RECEIPT_TIME, repair: "TimeMissing" };
const WORD_CHARS_MAX = 50;
const word = (unlistedAs: string): Loosening => ({ unlistedAs, charsMax: WORD_CHARS_MAX });
const UNLISTED = word("UnlistedText");
const LONG_TOKEN: Loosening = { charsMax: ID_CHARS_MAX };

/** Units, measurands and the like are stored as told (quirks F3, F4). */
const READINGS: Readonly<Record<string, Loosening>> = {
  unit: UNLISTED,
  context: UNLISTED,
  measurand: UNLISTED,
  phase: UNLISTED,
  location: UNLISTED,
  format: UNLISTED,
};

const THOROUGH: Tolerance = { isThorough: true, loosened: {}, fallbacks: null };
const SHAPE_ONLY: Tolerance = { isThorough: false, loosened: {}, fallbacks: null };
const bestEffort = (loosened: Tolerance["loosened"], fallbacks: NonNullable<Tolerance["fallbacks"]>): Tolerance => ({
  isThorough: true,
  loosened,
  fallbacks,
});

const NONE: ReadonlyMap<string, Tolerance> = new Map();
const METER: Loosening = { isOptional: true, mayBeFraction: true };

const CALLS: Readonly<Record<SchemaVersion, ReadonlyMap<string, Tolerance>>> = {
  "ocpp1.6": new Map([
    ["Authorize", { isThorough: true, loosened: { idTag: LONG_TOKEN }, fallbacks: null }],
    ["BootNotification", bestEffort({}, { chargePointVendor: filled(""), chargePointModel: filled("") })],
    ["Heartbeat", bestEffort({}, {})],
    [
      "MeterValues",
      bestEffort(
        { ...READINGS, transactionId: { isUnbounded: true } },
        { connectorId: filled(0), timestamp: RECEIPT, meterValue: filled([]) },
      ),
    ],
    [
      "StartTransaction",
      bestEffort(
        { idTag: { ...LONG_TOKEN, isOptional: true }, meterStart: METER },
        { connectorId: filled(0), timestamp: RECEIPT },
      ),
    ],
    [
      "StatusNotification",
      bestEffort(
        { status: word("StatusUnknown"), errorCode: word("ErrorCodeUnknown") },
        { errorCode: filled("NoError") },
      ),
    ],
    [
      "StopTransaction",
      bestEffort(
        {
          ...READINGS,
          idTag: LONG_TOKEN,
          meterStop: METER,
          reason: word("ReasonUnknown"),
          transactionId: { isUnbounded: true },
        },
        { transactionId: { value: -1, repair: "TransactionIdMissing" }, timestamp: RECEIPT },
      ),
    ],
  ]),
  "ocpp2.0.1": new Map([
    [
      "TransactionEvent",
      bestEffort(
        {
          ...READINGS,
          transactionId: LONG_TOKEN,
          idToken: LONG_TOKEN,
          triggerReason: word("ReasonUnknown"),
          stoppedReason: word("ReasonUnknown"),
        },
        {
          eventType: filled("Updated"),
          seqNo: filled(0),
          timestamp: RECEIPT,
          triggerReason: filled("AbnormalCondition"),
        },
      ),
    ],
  ]),
};
