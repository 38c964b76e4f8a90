import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";
import { listChargingProfiles } from "@/lib/services/charging/list-charging-profiles";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 5_000 });
});
afterAll(() => kituo.stop());

let stations = 0;
async function aStation(version: Version): Promise<RawStation> {
  const identity = `SMART-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

const becomes = ({ id }: { readonly id: string }, state: CommandState): Promise<CommandView> =>
  vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(command.state).toBe(state);
    return command;
  }, 8_000);

async function obey(station: RawStation, action: string, payload: object, answer: object): Promise<void> {
  const [, id, ...call] = await station.next(([type]) => type === 2);
  expect(call).toEqual([action, payload]);
  station.say([3, id, answer]);
}

const START = "2026-11-22T12:00:00Z";
const ASKED = {
  type: "SetChargingProfile",
  evse: 1,
  profile: {
    stackLevel: 0,
    purpose: "TxDefaultProfile",
    kind: "Absolute",
    schedule: { unit: "A", startAt: START, periods: [{ startSeconds: 0, limit: 10 }] },
  },
} as const;

const WORDS = {
  "1.6": {
    set: {
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 1,
        stackLevel: 0,
        chargingProfilePurpose: "TxDefaultProfile",
        chargingProfileKind: "Absolute",
        chargingSchedule: {
          chargingRateUnit: "A",
          startSchedule: START,
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }],
        },
      },
    },
    read: { connectorId: 1, duration: 86_400, chargingRateUnit: "A" },
    allows: (limit: number) => ({
      status: "Accepted",
      connectorId: 1,
      scheduleStart: START,
      chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit }] },
    }),
    clear: { id: 1 },
  },
  "2.0.1": {
    set: {
      evseId: 1,
      chargingProfile: {
        id: 1,
        stackLevel: 0,
        chargingProfilePurpose: "TxDefaultProfile",
        chargingProfileKind: "Absolute",
        chargingSchedule: [
          {
            id: 1,
            chargingRateUnit: "A",
            startSchedule: START,
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }],
          },
        ],
      },
    },
    read: { evseId: 1, duration: 86_400, chargingRateUnit: "A" },
    allows: (limit: number) => ({
      status: "Accepted",
      schedule: {
        evseId: 1,
        duration: 86_400,
        scheduleStart: START,
        chargingRateUnit: "A",
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      },
    }),
    clear: { chargingProfileId: 1 },
  },
} as const;

describe.each(VERSIONS)("a charging profile for a station that speaks %s", (version) => {
  const words = WORDS[version];
  const known = async ({ identity }: RawStation) => {
    const { items, schedules } = await listChargingProfiles(kituo.ctx, identity);
    return [items.map(({ state }) => state), schedules.map(({ told }) => told?.periods[0]?.limit)];
  };
  const ask = ({ identity }: RawStation, command: Parameters<typeof requestCommand>[1]["command"]) =>
    requestCommand(kituo.ctx, { identity, command });

  test("is done when the station tells a schedule that keeps to it, and is gone when it is cleared", async () => {
    const station = await aStation(version);
    const command = await ask(station, ASKED);
    await obey(station, "SetChargingProfile", words.set, { status: "Accepted" });
    await obey(station, "GetCompositeSchedule", words.read, words.allows(10));
    await becomes(command, "Done");
    expect(await known(station)).toEqual([["Installed"], [10]]);

    const clearing = await ask(station, { type: "ClearChargingProfile", profileId: 1 });
    await obey(station, "ClearChargingProfile", words.clear, { status: "Accepted" });
    await becomes(clearing, "Done");
    expect(await known(station)).toEqual([["Cleared"], [10]]);
    await station.leave();
  });

  test("has had no effect when the station would still allow more", async () => {
    const station = await aStation(version);
    const command = await ask(station, ASKED);
    await obey(station, "SetChargingProfile", words.set, { status: "Accepted" });
    await obey(station, "GetCompositeSchedule", words.read, words.allows(32));
    expect(await becomes(command, "NoEffect")).toMatchObject({ errorCode: "AllowsMore" });
    await station.leave();
  });

  test("that is refused is not installed, and nothing is read back", async () => {
    const station = await aStation(version);
    const command = await ask(station, ASKED);
    await obey(station, "SetChargingProfile", words.set, { status: "Rejected" });
    await becomes(command, "Rejected");
    expect(await known(station)).toEqual([["Refused"], []]);
    expect(station.untaken()).toEqual([]);
    await station.leave();
  });
});
