import { describe, expect, test } from "vitest";
import { readArrival, refusalsOf } from "@/components/stations/onboarding/arrival";
import { aStation, at } from "../live/builders";

const connected = { connectivity: { state: "Connected", since: at(1) } } as const;

describe("a new charger's arrival", () => {
  test("waits for the socket first", () => {
    const { steps } = readArrival({ ...aStation(), bootedAt: null }, []);
    expect(steps.map(({ state }) => state)).toEqual(["waiting", "ahead", "ahead", "ahead"]);
  });

  test("goes on step by step", () => {
    const { steps } = readArrival({ ...aStation(connected), bootedAt: at(2) }, []);
    expect(steps.map(({ state }) => state)).toEqual(["done", "done", "waiting", "ahead"]);
  });

  test("says why it was refused", () => {
    const refused = { reason: "WrongPassword", remoteAddress: "10.0.0.9", at: at(3), count: 3 };
    const arrival = readArrival({ ...aStation(), bootedAt: null }, [refused]);
    expect(arrival).toMatchObject({ steps: [{ state: "failed" }, {}, {}, {}], refused });
  });

  test("forgets earlier refusals once it is in", () => {
    const refused = { reason: "WrongPassword", remoteAddress: null, at: at(3), count: 3 };
    expect(readArrival({ ...aStation(connected), bootedAt: null }, [refused]).refused).toBeNull();
  });

  test("counts the tries told since the page was read", () => {
    const event = { type: "HandshakeRefused", identity: "CP-1", reason: "WrongPassword", remoteAddress: null } as const;
    const told = refusalsOf(
      "CP-1",
      [],
      [
        { ...event, at: at(9), count: 4 },
        { ...event, identity: "CP-2", at: at(9), count: 9 },
      ],
    );
    expect(told.map(({ count }) => count)).toEqual([4]);
  });
});
