"use client";

import { type FocusEvent, type PointerEvent, useState } from "react";

/** Whether a hand is in the table: a mouse over it, or the focus within. Then its rows must not jump. */
export function useHeld() {
  const [isOver, setOver] = useState(false);
  const [isFocused, setFocused] = useState(false);
  return {
    isHeld: isOver || isFocused,
    hold: {
      onPointerEnter: (event: PointerEvent): void => setOver(event.pointerType === "mouse"),
      onPointerLeave: (): void => setOver(false),
      onFocus: (): void => setFocused(true),
      onBlur: (event: FocusEvent): void => setFocused(event.currentTarget.contains(event.relatedTarget)),
    },
  };
}
