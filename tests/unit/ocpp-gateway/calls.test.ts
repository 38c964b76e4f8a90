import { describe, expect, test } from "vitest";
import { createCallsInFlight } from "@/ocpp-gateway/wire/calls-in-flight";
import { callFrame } from "@/ocpp-gateway/wire/frame";
import { createRecentAnswers } from "@/ocpp-gateway/wire/recent-answers";

const T0 = new Date("2025-06-01T12:00:00Z");
const minutes = (count: number) => new Date(T0.getTime() + count * 60_000);

describe("our calls", () => {
  const reset = { messageId: "a", action: "Reset" };
  const unlock = { messageId: "b", action: "UnlockConnector" };

  test("wait one at a time", () => {
    const calls = createCallsInFlight();
    expect(calls.begin(reset)).toBe(true);
    expect(calls.begin(unlock)).toBe(false);
    expect(calls.settle("a", T0)).toEqual({ type: "Answered", call: reset });
    expect(calls.begin(unlock)).toBe(true);
  });

  test("are matched by their id only", () => {
    const calls = createCallsInFlight();
    calls.begin(reset);
    expect(calls.settle("b", T0)).toEqual({ type: "Unknown" });
    expect(calls.current()).toBe(reset);
  });

  test("know a late answer, once, for ten minutes", () => {
    const calls = createCallsInFlight();
    calls.begin(reset);
    expect(calls.timeOut("a", T0)).toBe(reset);
    calls.begin(unlock);
    expect(calls.settle("a", minutes(9))).toEqual({ type: "Late", call: reset });
    expect(calls.settle("a", minutes(9))).toEqual({ type: "Unknown" });
    calls.timeOut("b", T0);
    expect(calls.settle("b", minutes(10))).toEqual({ type: "Unknown" });
  });

  test("are not timed out by the timer of an earlier one", () => {
    const calls = createCallsInFlight();
    calls.begin(reset);
    calls.settle("a", T0);
    calls.begin(unlock);
    expect(calls.timeOut("a", T0)).toBeNull();
    expect(calls.current()).toBe(unlock);
  });

  test("are given back when the connection goes", () => {
    const calls = createCallsInFlight();
    calls.begin(reset);
    expect(calls.drain()).toBe(reset);
    expect(calls.drain()).toBeNull();
  });
});

describe("a repeated call", () => {
  const start = (id: string, meterStart = 1) => callFrame(id, "StartTransaction", { connectorId: 1, meterStart });
  const handled = (answers: ReturnType<typeof createRecentAnswers>, call: ReturnType<typeof start>, now = T0) => {
    const seen = answers.receive(call, now);
    if (seen.type !== "New") throw new Error(seen.type);
    answers.answered(seen.key, `answer to ${call.messageId}`, now);
  };

  test("gets the same answer again", () => {
    const answers = createRecentAnswers();
    handled(answers, start("1"));
    expect(answers.receive(start("1"), minutes(9))).toEqual({ type: "Answered", text: "answer to 1" });
  });

  test("is ignored while the first is being handled", () => {
    const answers = createRecentAnswers();
    answers.receive(start("1"), T0);
    expect(answers.receive(start("1"), T0)).toEqual({ type: "InFlight" });
  });

  test("with other content is another call", () => {
    const answers = createRecentAnswers();
    handled(answers, start("1"));
    expect(answers.receive(start("1", 2), T0)).toMatchObject({ type: "New" });
  });

  test("is handled afresh after ten minutes", () => {
    const answers = createRecentAnswers();
    handled(answers, start("1"));
    expect(answers.receive(start("1"), minutes(10))).toMatchObject({ type: "New" });
  });

  test("is handled afresh when the first failed on our side", () => {
    const answers = createRecentAnswers();
    const seen = answers.receive(start("1"), T0);
    if (seen.type === "New") answers.forget(seen.key);
    expect(answers.receive(start("1"), T0)).toMatchObject({ type: "New" });
  });

  test("is handled afresh once sixteen others were answered", () => {
    const answers = createRecentAnswers();
    for (let id = 0; id <= 16; id++) handled(answers, start(`${id}`));
    expect(answers.receive(start("0"), T0)).toMatchObject({ type: "New" });
    expect(answers.receive(start("1"), T0)).toMatchObject({ type: "Answered" });
  });

  // Ids restart at 1 with every boot of some stations, and the answer tells the time.
  test("of a boot is always a new boot", () => {
    const answers = createRecentAnswers();
    const boot = callFrame("1", "BootNotification", { chargePointVendor: "X", chargePointModel: "Y" });
    handled(answers, boot);
    expect(answers.receive(boot, T0)).toMatchObject({ type: "New" });
    expect(answers.receive(boot, T0)).toEqual({ type: "InFlight" });
  });
});
