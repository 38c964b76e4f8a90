/** Who ended a connection and how, out of the close code and the gateway's word. Sentences are in `i18n`. */

export const CLOSING_WORDS = [
  "Superseded",
  "ShuttingDown",
  "BinaryFrame",
  "TooManyBadFrames",
  "SerialNumberMismatch",
  "AccessChanged",
  "InternalError",
  "HoldLost",
  "Silent",
  "FrameTooBig",
  "InvalidText",
  "BrokenFrame",
  "ConnectionCut",
  "GatewayLost",
  "ClosedNormally",
  "ClosedGoingAway",
  "ClosedWithoutReason",
  "ClosedOtherwise",
] as const;
export type ClosingWord = (typeof CLOSING_WORDS)[number];

export type Closing = {
  readonly by: "Charger" | "Network" | "Kituo" | "Unknown";
  readonly word: ClosingWord;
};

const KITUO: readonly ClosingWord[] = ["ShuttingDown", "AccessChanged", "InternalError", "HoldLost", "GatewayLost"];
/** We closed, since the charger broke the rules. */
const CHARGER: readonly ClosingWord[] = [
  "Superseded",
  "BinaryFrame",
  "TooManyBadFrames",
  "SerialNumberMismatch",
  "FrameTooBig",
  "InvalidText",
  "BrokenFrame",
];
const NETWORK: readonly ClosingWord[] = ["Silent", "ConnectionCut"];

/** `reason` is the gateway's word, `ClosedByStation:<code>` where the charger said goodbye. */
export function readClosing(code: number | null, reason: string | null): Closing {
  const groups = [
    ["Kituo", KITUO],
    ["Charger", CHARGER],
    ["Network", NETWORK],
  ] as const;
  for (const [by, words] of groups) {
    const word = words.find((one) => one === reason);
    if (word !== undefined) return { by, word };
  }
  if (reason?.startsWith("ClosedByStation") !== true) return { by: "Unknown", word: "ClosedOtherwise" };
  return { by: "Charger", word: GOODBYES.get(code) ?? "ClosedOtherwise" };
}

const GOODBYES: ReadonlyMap<number | null, ClosingWord> = new Map([
  [1000, "ClosedNormally"],
  [1001, "ClosedGoingAway"],
  [1005, "ClosedWithoutReason"],
]);
