import { describe, expect, test } from "vitest";
import type { TailEvent } from "@/components/live/tail";
import { changeTail, TAIL_OFF, TAIL_ROWS_MAX, type TailState, withTail } from "@/components/messages/tail-state";
import type { MessageView } from "@/lib/domain/message-view";

const message = (second: number, facts: Partial<MessageView> = {}): MessageView => ({
  id: null,
  identity: "CP-1",
  at: new Date(Date.parse("2026-11-22T10:00:00Z") + second * 1000).toISOString(),
  direction: "In",
  messageId: `m${second}`,
  action: "Heartbeat",
  result: "Ok",
  latencyMs: 1,
  summary: "",
  transactionRef: null,
  request: "{}",
  response: "{}",
  requestChars: 2,
  responseChars: 2,
  ...facts,
});

const told = (messages: readonly MessageView[], skipped = 0): TailEvent => ({
  type: "Told",
  message: { messages, skipped, otherGateways: 0 },
});
const BEGUN: TailEvent = { type: "Begun", otherGateways: 0 };

function play(...events: readonly (TailEvent | { readonly held: TailEvent } | "shown" | "off")[]): TailState {
  return events.reduce<TailState>(
    (state, event) => {
      if (event === "shown") return changeTail(state, { type: "Shown" });
      if (event === "off") return changeTail(state, { type: "Switched", isOn: false });
      const isHeld = "held" in event;
      return changeTail(state, { type: "Heard", event: isHeld ? event.held : event, isHeld });
    },
    changeTail(TAIL_OFF, { type: "Switched", isOn: true }),
  );
}

const ids = (rows: readonly MessageView[]) => rows.map(({ messageId }) => messageId);

describe("the tail on the screen", () => {
  test("has the newest message on top, also where an older one was answered later", () => {
    const state = play(BEGUN, told([message(1), message(3)]), told([message(2), message(4)]));
    expect(ids(state.rows)).toEqual(["m4", "m3", "m2", "m1"]);
  });

  test("moves nothing while one reads, counts what waits, and shows it when asked", () => {
    const held = play(
      BEGUN,
      told([message(1)]),
      { held: told([message(2), message(3)]) },
      { held: told([message(4)]) },
    );
    expect([ids(held.rows), held.waitingCount]).toEqual([["m1"], 3]);
    const shown = changeTail(held, { type: "Shown" });
    expect([ids(shown.rows), shown.waitingCount]).toEqual([["m4", "m3", "m2", "m1"], 0]);
  });

  test("does not call itself following before it was let in, nor after the line was lost", () => {
    expect(play().phase).toBe("starting");
    expect(play(BEGUN).phase).toBe("following");
    expect(play(BEGUN, { type: "Lost" }).phase).toBe("lost");
    expect(play({ type: "Refused", reason: "forbidden" }, { type: "Lost" }).phase).toBe("refused");
    expect(play(BEGUN, told([message(1)]), "off")).toMatchObject({ phase: "off", rows: [] });
  });

  test("begins anew after a loss, with the page read again: there is no hole in the middle", () => {
    const state = play(BEGUN, told([message(1)], 4), { type: "Lost" }, BEGUN, told([message(9)]));
    expect([ids(state.rows), state.beginnings, state.skipped]).toEqual([["m9"], 2, 0]);
  });

  test("shows a message once that the page has read too", () => {
    const state = play(BEGUN, told([message(2), message(3)]));
    const read = [message(2, { id: "17" }), message(1, { id: "16" })];
    expect(withTail(read, state).map(({ messageId, id }) => [messageId, id])).toEqual([
      ["m3", null],
      ["m2", "17"],
      ["m1", "16"],
    ]);
  });

  test("does not grow without end, and tells how much waited all the same", () => {
    const many = Array.from({ length: 700 }, (_, second) => message(second));
    const state = play(BEGUN, { held: told(many) });
    expect([state.waiting.length, state.waitingCount]).toEqual([TAIL_ROWS_MAX, 700]);
    expect(ids(play(BEGUN, told(many)).rows)[0]).toBe("m699");
  });

  test("says what was left out, also where nothing else came", () => {
    expect(play(BEGUN, told([], 7), told([message(1)], 5)).skipped).toBe(12);
  });
});
