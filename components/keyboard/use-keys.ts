"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { actionOf, beginsGoing, type KeyAction } from "./keys";

const GOING_MS = 1_000;

/** Listens on the whole page. Dialogs and menus that are open keep their letters to themselves. */
export function useKeys(isOff: boolean, onAction: (action: KeyAction) => void): void {
  const wentAt = useRef(Number.NEGATIVE_INFINITY);
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat) return;
    const pressed = {
      key: event.key,
      hasCommand: event.metaKey || event.ctrlKey,
      hasAlt: event.altKey,
      isTyping: isWithin(event.target, TYPING) || document.querySelector(OPEN) !== null,
      isGoing: event.timeStamp - wentAt.current < GOING_MS,
      isOff,
    };
    const action = actionOf(pressed);
    wentAt.current = beginsGoing(pressed) ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (action === null) return;
    event.preventDefault();
    onAction(action);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

const TYPING = "input, textarea, select, [contenteditable]";
const OPEN = '[role="dialog"], [role="menu"]';

const isWithin = (target: EventTarget | null, selector: string): boolean =>
  target instanceof Element && target.closest(selector) !== null;
