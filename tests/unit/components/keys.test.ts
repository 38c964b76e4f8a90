import { describe, expect, test } from "vitest";
import { actionOf } from "@/components/keyboard/keys";

const plain = { hasCommand: false, hasAlt: false, isTyping: false, isGoing: false, isOff: false };

describe("a key", () => {
  test("opens the palette with Ctrl or ⌘, also while typing and with single keys off", () => {
    const pressed = { ...plain, key: "k", hasCommand: true, isTyping: true, isOff: true };
    expect(actionOf(pressed)).toEqual({ type: "Palette" });
    expect(actionOf({ ...pressed, hasAlt: true })).toBeNull();
  });

  test("alone does what it says, in either case", () => {
    expect(actionOf({ ...plain, key: "/" })).toEqual({ type: "Filter" });
    expect(actionOf({ ...plain, key: "R" })).toEqual({ type: "Restart" });
    expect(actionOf({ ...plain, key: "Enter" })).toBeNull();
  });

  test("after a G goes to a page, and to none that there is not", () => {
    expect(actionOf({ ...plain, key: "s", isGoing: true })).toEqual({ type: "Go", href: "/sessions" });
    expect(actionOf({ ...plain, key: "r", isGoing: true })).toBeNull();
  });

  test("is text where one types, and nothing where single keys are off or Ctrl is held", () => {
    expect(actionOf({ ...plain, key: "r", isTyping: true })).toBeNull();
    expect(actionOf({ ...plain, key: "r", isOff: true })).toBeNull();
    expect(actionOf({ ...plain, key: "r", hasCommand: true })).toBeNull();
  });
});
