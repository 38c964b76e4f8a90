import { describe, expect, test } from "vitest";
import {
  COMMAND_STATES,
  effectDeadline,
  isSettled,
  mayWaitForConnection,
  type StationCommand,
} from "@/lib/domain/station-command";

const NOW = new Date("2025-06-01T12:00:00Z");
const waits = (command: StationCommand): number | null => {
  const deadline = effectDeadline(command, NOW);
  return deadline === null ? null : (deadline.getTime() - NOW.getTime()) / 1000;
};

describe("a command", () => {
  test("waits for its effect as long as a charger may take, or not at all where the answer is the proof", () => {
    expect([
      waits({ type: "RemoteStart", evse: 1, tokenUid: "CARD" }),
      waits({ type: "Reset", when: "Now" }),
      waits({ type: "Unlock", evse: 1, connector: 1 }),
      waits({ type: "Raw", action: "ClearCache", payload: {} }),
    ]).toEqual([90, 300, null, null]);
  });

  test("that moves something at the charger never waits for one that is away", () => {
    const moving = ["RemoteStart", "RemoteStop", "Reset", "Unlock", "TriggerMessage", "Raw"] as const;
    expect(moving.filter(mayWaitForConnection)).toEqual([]);
  });

  test("is open until it is answered, refused, or its time is over", () => {
    expect(COMMAND_STATES.filter((state) => !isSettled(state))).toEqual([
      "Pending",
      "Sent",
      "Accepted",
      "WaitingForEffect",
      "Scheduled",
    ]);
  });
});
