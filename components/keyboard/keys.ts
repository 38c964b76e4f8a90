/** The single keys of the console. Those that act on hardware only open what asks first. */
export type KeyAction =
  | { readonly type: "Palette" | "Help" | "Filter" | "PauseLive" | "Restart" }
  | { readonly type: "Go"; readonly href: string };

/** After a G, within a second. */
export const GO: Readonly<
  Record<
    string,
    {
      readonly href: string;
      readonly key: "overview" | "chargers" | "sessions" | "firmware" | "messages" | "inbox" | "tokens" | "sites";
    }
  >
> = {
  o: { href: "/", key: "overview" },
  c: { href: "/chargers", key: "chargers" },
  s: { href: "/sessions", key: "sessions" },
  f: { href: "/firmware", key: "firmware" },
  m: { href: "/messages", key: "messages" },
  i: { href: "/chargers/inbox", key: "inbox" },
  k: { href: "/tokens", key: "tokens" },
  p: { href: "/sites", key: "sites" },
};

const SINGLE: Readonly<Record<string, KeyAction>> = {
  "?": { type: "Help" },
  "/": { type: "Filter" },
  l: { type: "PauseLive" },
  r: { type: "Restart" },
};

type Pressed = {
  readonly key: string;
  readonly hasCommand: boolean;
  readonly hasAlt: boolean;
  /** The focus is where letters are text. */
  readonly isTyping: boolean;
  /** G was pressed just before. */
  readonly isGoing: boolean;
  /** Single keys are switched off (WCAG 2.1.4); ⌘K stays. */
  readonly isOff: boolean;
};

/** What a key means here; null for nothing. */
export function actionOf(pressed: Pressed): KeyAction | null {
  const letter = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (pressed.hasCommand && !pressed.hasAlt) return letter === "k" ? { type: "Palette" } : null;
  if (!isSingle(pressed)) return null;
  return pressed.isGoing ? goTo(letter) : (SINGLE[letter] ?? null);
}

/** Whether a G waits for the letter of a page. */
export const beginsGoing = (pressed: Pressed): boolean =>
  pressed.key.toLowerCase() === "g" && isSingle(pressed) && !pressed.isGoing;

const isSingle = ({ hasCommand, hasAlt, isTyping, isOff }: Pressed): boolean =>
  !(hasCommand || hasAlt || isTyping || isOff);

function goTo(letter: string): KeyAction | null {
  const to = GO[letter];
  return to === undefined ? null : { type: "Go", href: to.href };
}
