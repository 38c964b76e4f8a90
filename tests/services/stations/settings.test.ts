import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import type { CommandAnswer, StationCommand } from "@/lib/domain/station-command";
import { observeEffects } from "@/lib/services/commands/observe-effects";
import { type CommandOutcome, recordAnswer } from "@/lib/services/commands/record-answer";
import { requestCommand } from "@/lib/services/commands/request-command";
import { listSettings } from "@/lib/services/stations/list-settings";
import { recordBoot } from "@/lib/services/stations/record-boot";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const online = (): Promise<Station> => aStation(books.db, connected);
const later = (seconds: number) => books.as("operator", { now: new Date(T0.getTime() + seconds * 1000) });

const aSentCommand = (stationId: number, command: StationCommand, parentId: string | null = null) =>
  books.db.command.create({
    data: {
      id: randomUUID(),
      stationId,
      name: command.type,
      request: JSON.parse(JSON.stringify(command)),
      state: "Sent",
      requestedByKind: "operator",
      requestedById: "o",
      requestedBy: "An operator",
      parentId,
      createdAt: T0,
      expiresAt: new Date(T0.getTime() + 60_000),
      sentAt: T0,
      epoch: 1,
    },
  });

type Facts = Extract<CommandAnswer, { type: "Answered" }>["facts"];
const accepted = (facts: Facts, status: string | null = "Accepted"): CommandOutcome => ({
  action: "X",
  answer: { type: "Answered", verdict: "Accepted", status, payload: {}, facts },
});

const told = (key: string, value: string | null, isReadonly: boolean | null = false): Facts => ({
  settings: [{ key, value, isReadonly }],
});

describe("the settings of a station", () => {
  test("are what it told, with their age; a secret is never among them", async () => {
    const station = await online();
    const read = await aSentCommand(station.id, { type: "GetSettings" });
    await recordAnswer(
      later(1),
      station,
      read.id,
      accepted({
        settings: [
          { key: "HeartbeatInterval", value: "300", isReadonly: false },
          { key: "AuthorizationKey", value: "hush", isReadonly: false },
          { key: "GetConfigurationMaxKeys", value: "2", isReadonly: true },
        ],
        unknownSettings: ["Nonsense"],
      }),
    );
    const { items, keysPerReadMax } = await listSettings(books.as("viewer"), station.identity);
    expect(keysPerReadMax).toBe(2);
    expect(items.map(({ key, value, isKnown, isSecret }) => [key, value, isKnown, isSecret])).toEqual([
      ["AuthorizationKey", null, true, true],
      ["GetConfigurationMaxKeys", "2", true, false],
      ["HeartbeatInterval", "300", true, false],
      ["Nonsense", null, false, false],
    ]);
    expect(items[2]).toMatchObject({ readAt: later(1).now().toISOString(), isReadonly: false, needsRestart: false });
    expect(JSON.stringify(items)).not.toContain("hush");
  });

  test("are not asked for by more names than it said it answers at a time", async () => {
    const station = await online();
    await books.db.stationSetting.create({
      data: { stationId: station.id, key: "GetConfigurationMaxKeys", value: "2", readAt: T0 },
    });
    const ask = (keys: readonly string[]) =>
      requestCommand(books.as("operator"), { identity: station.identity, command: { type: "GetSettings", keys } });
    await expect(ask(["A", "B", "C"])).rejects.toMatchObject({ code: "Invalid", field: "command.keys" });
    expect((await ask(["A", "B"])).state).toBe("Pending");
    expect((await ask([])).state).toBe("Pending");
  });

  test("do not hold the station's password: changing it here points to its rotation", async () => {
    const { id, identity } = await online();
    await books.db.station.update({ where: { id }, data: { passwordHash: "a hash" } });
    const variable = { component: { name: "SecurityCtrlr" }, variable: { name: "BasicAuthPassword" } };
    const refused: readonly Parameters<typeof requestCommand>[1]["command"][] = [
      { type: "ChangeSetting", key: "AuthorizationKey", value: "00" },
      { type: "ChangeSetting", key: "authorizationkey ", value: "00" },
      { type: "ChangeSetting", key: "SecurityCtrlr.BasicAuthPassword", value: "x" },
      { type: "Raw", action: "ChangeConfiguration", payload: { key: "AuthorizationKey", value: "00" } },
      { type: "Raw", action: "SetVariables", payload: { setVariableData: [{ ...variable, attributeValue: "x" }] } },
    ];
    for (const command of refused) {
      await expect(requestCommand(books.as("admin"), { identity, command })).rejects.toMatchObject({
        code: "Conflict",
        message: expect.stringContaining("rotating it"),
      });
    }
    expect(await books.db.command.count({ where: { station: { identity } } })).toBe(0);
  });
});

describe("a changed setting", () => {
  async function changed(facts: Facts, status: string) {
    const station = await online();
    const change = await aSentCommand(station.id, { type: "ChangeSetting", key: "HeartbeatInterval", value: "60" });
    await recordAnswer(later(1), station, change.id, accepted(facts, status));
    return { station, change };
  }
  /** The question that reads it back, as the gateway has sent it. */
  const readBack = async (parentId: string) => {
    const asked = await books.db.command.findFirstOrThrow({ where: { parentId } });
    return books.db.command.update({ where: { id: asked.id }, data: { state: "Sent", sentAt: T0, epoch: 1 } });
  };
  const stateOf = (id: string) => books.db.command.findUniqueOrThrow({ where: { id } });

  test("is done when it reads back as wanted, in the station's own spelling of key and value", async () => {
    const { station, change } = await changed({ needsRestart: false }, "Accepted");
    const { id } = await readBack(change.id);
    await recordAnswer(later(2), station, id, accepted(told("heartbeatInterval", "060")));
    expect(await observeEffects(later(2), station)).toBe(0);
    expect(await stateOf(change.id)).toMatchObject({ state: "Done", errorCode: null });
  });

  test("that reads back otherwise is told with what it reads, without waiting longer", async () => {
    const { station, change } = await changed({ needsRestart: false }, "Accepted");
    const { id } = await readBack(change.id);
    await recordAnswer(later(2), station, id, accepted(told("HeartbeatInterval", "300")));
    expect(await observeEffects(later(2), station)).toBe(0);
    expect(await stateOf(change.id)).toMatchObject({
      state: "NoEffect",
      errorCode: "ReadsBackAs",
      errorDescription: "300",
    });
  });

  test("that the station refuses to tell stands by the answer that took it", async () => {
    const { station, change } = await changed({ needsRestart: false }, "Accepted");
    const { id } = await readBack(change.id);
    const answer = { type: "Answered", verdict: "Rejected", status: "Rejected", payload: {}, facts: {} } as const;
    await recordAnswer(later(2), station, id, { action: "GetVariables", answer });
    await observeEffects(later(2), station);
    expect((await stateOf(change.id)).state).toBe("Done");
  });

  test("that needs a restart waits for the boot, is read back then, and loses its mark", async () => {
    const { station, change } = await changed({ needsRestart: true }, "RebootRequired");
    expect(await stateOf(change.id)).toMatchObject({ state: "Scheduled", settledAt: null });
    expect(await books.db.command.count({ where: { parentId: change.id } })).toBe(0);
    expect((await listSettings(books.as("viewer"), station.identity)).items).toMatchObject([{ needsRestart: true }]);
    expect(await observeEffects(later(3_600), station)).toBe(1);

    await recordBoot(later(3_601), station, BOOT);
    expect((await listSettings(books.as("viewer"), station.identity)).items).toMatchObject([{ needsRestart: false }]);
    const { id, request } = await readBack(change.id);
    expect(request).toEqual({ type: "GetSettings", keys: ["HeartbeatInterval"] });
    await recordAnswer(later(3_602), station, id, accepted(told("HeartbeatInterval", "60")));
    await observeEffects(later(3_602), station);
    expect((await stateOf(change.id)).state).toBe("Done");
  });
});

const BOOT = {
  type: "BootReported",
  vendor: "ACME",
  model: "Wall22",
  serialNumber: null,
  firmwareVersion: null,
  iccid: null,
  imsi: null,
  meterType: null,
  meterSerialNumber: null,
  reason: null,
} as const;
