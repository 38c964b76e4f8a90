import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import type { CompositeSchedule } from "@/lib/domain/charging-profile";
import { endSessionProfiles } from "@/lib/services/charging/end-session-profiles";
import { listChargingProfiles } from "@/lib/services/charging/list-charging-profiles";
import { settleLostCommands } from "@/lib/services/commands/expire-commands";
import { observeEffects } from "@/lib/services/commands/observe-effects";
import { requestCommand } from "@/lib/services/commands/request-command";
import { aGateway, announced, aStation, type Books, connected, openBooks, T0 } from "../books";
import { accepted, at, commandsOf, rejected } from "./answered";

let books: Books;
let commands: ReturnType<typeof commandsOf>;
beforeAll(async () => {
  books = await openBooks();
  commands = commandsOf(books);
  await aGateway(books.db);
});
afterAll(async () => books.close());

const online = (): Promise<Station> => aStation(books.db, connected);

type Asked = Extract<Parameters<typeof requestCommand>[1]["command"], { type: "SetChargingProfile" }>;

/** 16 A by default on EVSE 1, from T0 on. */
const set = ({ evse = 1, ...parts }: Partial<Asked["profile"]> & { evse?: number } = {}): Asked => ({
  type: "SetChargingProfile",
  evse,
  profile: {
    stackLevel: 0,
    purpose: "TxDefaultProfile",
    kind: "Absolute",
    schedule: { unit: "A", startAt: T0.toISOString(), periods: [{ startSeconds: 0, limit: 16 }] },
    ...parts,
  },
});

const listed = async ({ identity }: Station) => {
  const { items } = await listChargingProfiles(books.as("viewer"), identity);
  return items.map(({ profile, state, reason }) => [profile.id, state, reason]);
};

const aSession = (stationId: number) =>
  books.db.chargingSession.create({
    data: { stationId, evse: 1, startKey: randomUUID(), phase: "Active", startedAt: T0, startReceivedAt: T0 },
  });

describe("a charging profile", () => {
  test("is asked for, then installed; refused or never sent it is neither", async () => {
    const station = await online();
    const { id } = await commands.ask(station, set());
    expect(await listed(station)).toEqual([[1, "Requested", null]]);
    await commands.answer(station, id, accepted());
    expect(await listed(station)).toEqual([[1, "Installed", null]]);

    await commands.askAndAnswer(station, set({ stackLevel: 1 }), rejected());
    const late = await commands.ask(station, set({ stackLevel: 2 }));
    await settleLostCommands(books.as("admin", { now: at(3_600) }));
    expect((await books.db.command.findUniqueOrThrow({ where: { id: late.id } })).state).toBe("Expired");
    expect(new Set(await listed(station))).toEqual(
      new Set([
        [1, "Installed", null],
        [3, "Refused", "Expired"],
        [2, "Refused", "Rejected"],
      ]),
    );
  });

  test("for a station that is away is not even asked for", async () => {
    const station = await aStation(books.db);
    expect((await commands.ask(station, set())).state).toBe("NotConnected");
    expect(await listed(station)).toEqual([]);
  });

  test("without an id gets that of the one it takes the place of, else the next", async () => {
    const station = await online();
    const idOf = async (asked: Asked): Promise<unknown> =>
      ((await commands.ask(station, asked)).request as { profile: { id: number } }).profile.id;
    expect(await idOf(set())).toBe(1);
    expect(await idOf(set({ stackLevel: 1 }))).toBe(2);
    expect(await idOf(set())).toBe(1);
    expect(await idOf(set({ id: 40, stackLevel: 2 }))).toBe(40);
    expect(await idOf(set({ evse: 2 }))).toBe(41);
  });

  test("asked for twice under one key without an id is asked for once", async () => {
    const station = await online();
    const once = { identity: station.identity, command: set(), idempotencyKey: randomUUID() };
    const first = await requestCommand(books.as("operator"), once);
    expect((await requestCommand(books.as("operator"), once)).id).toBe(first.id);
    expect(await listed(station)).toHaveLength(1);
  });

  test("drops the one of its id, and the one of its purpose and level there, and no other", async () => {
    const station = await online();
    await commands.askAndAnswer(station, set({ id: 5 }), accepted());
    await commands.askAndAnswer(station, set({ id: 6, evse: 2 }), accepted());
    await commands.askAndAnswer(station, set({ id: 7 }), accepted());
    await commands.askAndAnswer(station, set({ id: 6, evse: 2, stackLevel: 3 }), accepted());
    expect(new Set(await listed(station))).toEqual(
      new Set([
        [5, "Cleared", "Replaced"],
        [6, "Cleared", "Replaced"],
        [6, "Installed", null],
        [7, "Installed", null],
      ]),
    );
  });

  test("is cleared by its id, by what it is, or with all", async () => {
    const station = await online();
    for (const parts of [{ id: 1 }, { id: 2, stackLevel: 1 }, { id: 3, evse: 2 }, { id: 4, evse: 2, stackLevel: 1 }]) {
      await commands.askAndAnswer(station, set(parts), accepted());
    }
    const installed = async () =>
      (await listed(station)).filter(([, state]) => state === "Installed").map(([id]) => id);
    const clear = (criteria: object) =>
      commands.askAndAnswer(station, { type: "ClearChargingProfile", ...criteria }, accepted());
    await clear({ profileId: 1, evse: 2 });
    expect(new Set(await installed())).toEqual(new Set([2, 3, 4]));
    await clear({ evse: 2, stackLevel: 1 });
    expect(new Set(await installed())).toEqual(new Set([2, 3]));
    await clear({});
    expect(await installed()).toEqual([]);
  });

  test("of a session ends with it, and is announced", async () => {
    const station = await online();
    const { id: sessionId } = await aSession(station.id);
    await commands.askAndAnswer(station, set({ purpose: "TxProfile", sessionId }), accepted());
    await commands.askAndAnswer(station, set({ stackLevel: 9 }), accepted());
    const installed = async () => (await listed(station)).filter(([, state]) => state === "Installed").length;
    expect(await endSessionProfiles(books.as("admin"))).toBe(0);
    await books.db.chargingSession.update({ where: { id: sessionId }, data: { phase: "Ended" } });
    expect(await endSessionProfiles(books.as("admin"))).toBe(1);
    expect(await endSessionProfiles(books.as("admin"))).toBe(0);
    expect(await installed()).toBe(1);
    expect(await announced(books.db)).toContainEqual(
      expect.objectContaining({ type: "StationBooksChanged", identity: station.identity, books: "ChargingProfiles" }),
    );
  });

  test("has its place: the whole charger's at 0, a session's with its session", async () => {
    const station = await online();
    const refused = [
      set({ purpose: "ChargingStationMaxProfile" }),
      set({ purpose: "TxProfile" }),
      set({ purpose: "TxProfile", evse: 0, sessionId: (await aSession(station.id)).id }),
    ];
    for (const asked of refused) await expect(commands.ask(station, asked)).rejects.toMatchObject({ code: "Invalid" });
  });
});

describe("an accepted profile", () => {
  async function installed() {
    const station = await online();
    const id = await commands.askAndAnswer(station, set(), accepted());
    const readBack = await books.db.command.findFirstOrThrow({ where: { parentId: id } });
    const stateOf = async () => {
      await observeEffects(books.as("admin", { now: at(2) }), station);
      const { state, errorCode, errorDescription } = await books.db.command.findUniqueOrThrow({ where: { id } });
      return [state, errorCode, errorDescription];
    };
    return { station, readBack, stateOf };
  }
  const allows = (limit: number): CompositeSchedule => ({
    evse: 1,
    unit: "A",
    startAt: T0.toISOString(),
    periods: [{ startSeconds: 0, limit }],
  });

  test("asks what the station will allow, and is done when that is no more", async () => {
    const { station, readBack, stateOf } = await installed();
    expect(readBack.request).toEqual({ type: "GetCompositeSchedule", evse: 1, durationSeconds: 86_400, unit: "A" });
    expect(await stateOf()).toEqual(["WaitingForEffect", null, null]);
    await commands.answer(station, readBack.id, accepted({ schedule: allows(10) }));
    expect(await stateOf()).toEqual(["Done", null, null]);
    const { schedules } = await listChargingProfiles(books.as("viewer"), station.identity);
    expect(schedules).toEqual([
      {
        evse: 1,
        readAt: at(1).toISOString(),
        startAt: T0.toISOString(),
        durationSeconds: 86_400,
        told: allows(10),
        expected: [{ startSeconds: 0, limit: 16 }],
      },
    ]);
  });

  test("has had no effect where the station would allow more", async () => {
    const { station, readBack, stateOf } = await installed();
    await commands.answer(station, readBack.id, accepted({ schedule: allows(32) }));
    expect(await stateOf()).toEqual(["NoEffect", "AllowsMore", "32 A > 16 A"]);
  });

  test("stands by its answer where the station cannot tell", async () => {
    for (const outcome of [
      rejected(),
      accepted(),
      { action: "X", answer: { type: "Refused", code: "NotImplemented", description: "" } } as const,
    ]) {
      const { station, readBack, stateOf } = await installed();
      await commands.answer(station, readBack.id, outcome);
      expect((await stateOf())[0]).toBe("Done");
    }
  });
});
