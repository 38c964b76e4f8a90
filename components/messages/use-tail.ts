"use client";

import { useEffect, useReducer, useRef } from "react";
import { useLiveContext } from "@/components/live/live-provider";
import type { MessageFilter } from "@/lib/domain/message-filter";
import type { LogTopic } from "@/lib/live/contract";
import { changeTail, TAIL_OFF, type TailState } from "./tail-state";

type Tail = {
  readonly state: TailState;
  readonly switchTo: (isOn: boolean) => void;
  readonly show: () => void;
};

/** Follows the log while it is switched on. What comes while `isHeld` waits until it is asked for. */
export function useTail(topic: LogTopic, filter: MessageFilter, isHeld: boolean): Tail {
  const { link, refresh } = useLiveContext();
  const [state, change] = useReducer(changeTail, TAIL_OFF);
  const held = useRef(isHeld);
  useEffect(() => {
    held.current = isHeld;
  }, [isHeld]);
  const isOn = state.phase !== "off";
  const wanted = JSON.stringify(filter);
  useEffect(() => {
    if (!isOn) return;
    return link.tail(topic, filter, (event) => change({ type: "Heard", event, isHeld: held.current }));
    // oxlint-disable-next-line react/exhaustive-deps -- the filter's text stands for it: it is a new object at each render
  }, [isOn, link, topic, wanted]);
  useEffect(() => {
    if (state.beginnings > 0) refresh();
  }, [state.beginnings, refresh]);
  return {
    state,
    switchTo: (on) => change({ type: "Switched", isOn: on }),
    show: () => change({ type: "Shown" }),
  };
}
