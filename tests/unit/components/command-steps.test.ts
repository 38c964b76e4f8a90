import { describe, expect, test } from "vitest";
import { commandSteps, isAbout, isShownInPlace } from "@/components/commands/command-steps";
import { COMMAND_STATES } from "@/lib/domain/station-command";
import { aCommand, at } from "../live/builders";

const states = (state: (typeof COMMAND_STATES)[number], name = "RemoteStart") =>
  commandSteps(aCommand({ state, name })).map((step) => step.state);

describe("the steps of a command", () => {
  test("accepted is not done", () => {
    expect(states("WaitingForEffect")).toEqual(["done", "done", "done", "now"]);
    expect(states("Done")).toEqual(["done", "done", "done", "done"]);
  });

  test("each failure stops at the step where it happened", () => {
    expect(states("NotConnected")).toEqual(["done", "failed", "ahead", "ahead"]);
    expect(states("NoAnswer")).toEqual(["done", "done", "failed", "ahead"]);
    expect(states("NoEffect")).toEqual(["done", "done", "done", "failed"]);
  });

  test("a command whose answer is the proof has no step after it", () => {
    expect(states("Done", "Unlock")).toEqual(["done", "done", "done"]);
  });

  test("only Done has all steps done", () => {
    const whole = COMMAND_STATES.filter((state) => states(state).every((step) => step === "done"));
    expect(whole).toEqual(["Done"]);
  });
});

describe("where a command belongs", () => {
  const first = { evse: 1, connector: 1, sessionIds: new Set([7]) };

  test("a start belongs to its connector only", () => {
    expect(isAbout(aCommand(), first)).toBe(true);
    expect(isAbout(aCommand(), { ...first, evse: 2 })).toBe(false);
  });

  test("a stop belongs to the connector whose session it ends", () => {
    const stop = aCommand({ name: "RemoteStop", request: { type: "RemoteStop", sessionId: 7 } });
    expect(isAbout(stop, first)).toBe(true);
    expect(isAbout(stop, { ...first, sessionIds: new Set([8]) })).toBe(false);
  });

  test("a success leaves soon, a failure stays until it can be read", () => {
    const settled = (state: "Done" | "NoEffect") => aCommand({ state, settledAt: at(0) });
    const later = Date.parse(at(0)) + 60_000;
    expect(isShownInPlace(settled("Done"), false, later)).toBe(false);
    expect(isShownInPlace(settled("NoEffect"), false, later)).toBe(true);
  });
});
