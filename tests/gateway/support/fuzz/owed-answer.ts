/** What the norm and the gateway's word (README, OCPP-J §4) make it owe for a text, told without looking at its code. */

/**
 * `Call`: one answer under that id. `Refused`: an error under that id, or "-1" where there is none; it counts against
 * the limit of bad frames. `Nothing`: an answer or a blank, which is never answered. `Unclear`: no JSON and no head
 * of a call; at most one answer.
 */
export type Owed =
  | { readonly type: "Call"; readonly id: string | number; readonly action: string }
  | { readonly type: "Refused"; readonly id: string | number }
  | { readonly type: "Headed"; readonly id: string }
  | { readonly type: "Nothing"; readonly isBad: boolean }
  | { readonly type: "Unclear" };

const NO_ID = "-1";
const NESTING_MAX = 64;

export function owedFor(text: string): Owed {
  const json = text.replace(/^[\s\uFEFF\0]+/, "").replace(/[\s\uFEFF\0]+$/, "");
  if (text.trim() === "") return { type: "Nothing", isBad: false };
  const isDeep = depthOf(json) > NESTING_MAX;
  const frame = isDeep ? null : parsed(json);
  if (frame === null) return owedForBroken(json);
  if (!Array.isArray(frame.value)) return { type: "Refused", id: NO_ID };
  return owedForArray(frame.value);
}

function owedForArray([type, rawId, ...rest]: readonly unknown[]): Owed {
  if (typeof type !== "number" || !Number.isInteger(type)) return { type: "Refused", id: NO_ID };
  const id = usableId(rawId);
  switch (type) {
    case 2:
      return owedForCall(id, rest);
    case 3:
      return { type: "Nothing", isBad: id === null || !isPayload(rest[0]) };
    case 4:
      return { type: "Nothing", isBad: id === null };
    default:
      // Without an id, what would be an answer in 2.1 is one that cannot be told of.
      return type === 5 && id === null ? { type: "Nothing", isBad: true } : { type: "Refused", id: id ?? NO_ID };
  }
}

function owedForCall(id: string | number | null, [action, payload]: readonly unknown[]): Owed {
  if (id === null) return { type: "Refused", id: NO_ID };
  const isReadable = typeof action === "string" && action.length <= 100 && isPayload(payload);
  return isReadable ? { type: "Call", id, action } : { type: "Refused", id };
}

/** A call whose rest cannot be read is answered under its id, so that the station's queue goes on. */
function owedForBroken(json: string): Owed {
  const [, id] = /^\[\s*2\s*,\s*"([^"\\\p{Cc}]{1,255})"\s*,/u.exec(json) ?? [];
  return id === undefined ? { type: "Unclear" } : { type: "Headed", id };
}

const isPayload = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && !Array.isArray(value));

function usableId(id: unknown): string | number | null {
  if (typeof id === "number") return Number.isSafeInteger(id) ? id : null;
  return typeof id === "string" && id.length <= 255 ? storable(id) : null;
}

/** No database holds NUL or half a character: such an id comes back without the one and with the other replaced. */
const storable = (id: string): string => id.replaceAll("\0", "").toWellFormed();

function parsed(json: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return null;
  }
}

function depthOf(json: string): number {
  if ((json.match(/[[{]/g) ?? []).length <= NESTING_MAX) return 0;
  const brackets = json.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|$)|[^[\]{}"]+/gs, "");
  let [depth, deepest] = [0, 0];
  for (const bracket of brackets) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
