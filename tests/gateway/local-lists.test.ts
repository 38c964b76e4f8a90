import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LocalListView } from "@/lib/domain/local-list-view";
import { listCommands } from "@/lib/services/commands/list-commands";
import { requestCommand } from "@/lib/services/commands/request-command";
import { readLocalList } from "@/lib/services/local-lists/read-local-list";
import { syncLocalList } from "@/lib/services/local-lists/sync-local-list";
import { createSite } from "@/lib/services/sites/create-site";
import { createToken } from "@/lib/services/tokens/create-token";
import { updateGroup } from "@/lib/services/tokens/update-group";
import { updateToken } from "@/lib/services/tokens/update-token";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());
beforeEach(async () => {
  await kituo.db.token.deleteMany();
  await kituo.db.tokenGroup.deleteMany();
});

let stations = 0;
async function aStation(
  version: Version = "1.6",
  settings: Readonly<Record<string, string>> = {},
): Promise<RawStation> {
  const identity = `LIST-${(stations += 1)}`;
  const stationId = await kituo.addStation(identity);
  const data = Object.entries(settings).map(([key, value]) => ({ stationId, key, value }));
  await kituo.db.stationSetting.createMany({ data });
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

const sync = ({ identity }: RawStation): Promise<LocalListView> => syncLocalList(kituo.ctx, identity);

const listOf =
  ({ identity }: RawStation) =>
  (): Promise<LocalListView> =>
    readLocalList(kituo.ctx, identity);
const statesOf =
  ({ identity }: RawStation, wanted: string) =>
  async (): Promise<readonly string[]> => {
    const { items } = await listCommands(kituo.ctx, { identity });
    return items.filter(({ name }) => name === wanted).map(({ state }) => state);
  };
const SOON = { timeout: 10_000 };

/** Takes the next call, which is this one, and answers it; a text is the code of a CALLERROR. */
async function obey(station: RawStation, action: string, payload: object, answer: object | string): Promise<void> {
  const [, id, ...call] = await station.next(([type]) => type === 2);
  expect(call).toEqual([action, payload]);
  station.say(typeof answer === "string" ? [4, id, answer, "", {}] : [3, id, answer]);
}

type Said = readonly [uid: string, status?: "Accepted" | "Blocked", groupUid?: string];

/** The same list in the words of each version. */
const WORDS = {
  "1.6": {
    version: (listVersion: number) => ({ listVersion }),
    list: (listVersion: number, updateType: string, entries: readonly Said[]) => ({
      listVersion,
      updateType,
      ...(entries.length === 0 ? {} : { localAuthorizationList: entries.map(entry16) }),
    }),
  },
  "2.0.1": {
    version: (versionNumber: number) => ({ versionNumber }),
    list: (versionNumber: number, updateType: string, entries: readonly Said[]) => ({
      versionNumber,
      updateType,
      ...(entries.length === 0 ? {} : { localAuthorizationList: entries.map(entry201) }),
    }),
  },
};
const entry16 = ([idTag, status, parentIdTag]: Said) => ({
  idTag,
  ...(status === undefined ? {} : { idTagInfo: { status, ...(parentIdTag === undefined ? {} : { parentIdTag }) } }),
});
const entry201 = ([idToken, status, group]: Said) => ({
  idToken: { idToken, type: "ISO14443" },
  ...(status === undefined
    ? {}
    : {
        idTokenInfo: {
          status,
          ...(group === undefined ? {} : { groupIdToken: { idToken: group, type: "Central" } }),
        },
      }),
});

describe.each(VERSIONS)("the list of a station that speaks %s", (version) => {
  const words = WORDS[version];
  const tellsVersion = (station: RawStation, number: number) =>
    obey(station, "GetLocalListVersion", {}, words.version(number));
  const takes = (station: RawStation, list: object, status = "Accepted") =>
    obey(station, "SendLocalList", list, { status });

  test("is sent whole, read back, and from then on only what has changed", async () => {
    const station = await aStation(version);
    await createToken(kituo.ctx, { uid: "A", groupId: "FLEET" });
    await createToken(kituo.ctx, { uid: "B" });
    expect(await sync(station)).toMatchObject({ state: "Unknown", step: { name: "GetLocalListVersion" } });
    await tellsVersion(station, 0);
    await takes(
      station,
      words.list(1, "Full", [
        ["A", "Accepted", "FLEET"],
        ["B", "Accepted"],
      ]),
    );
    await tellsVersion(station, 1);
    await expect
      .poll(listOf(station), SOON)
      .toMatchObject({ state: "InSync", versionKnown: 1, heldCount: 2, changeCount: 0, step: null });

    await updateToken(kituo.ctx, "b", { status: "Blocked" });
    await updateGroup(kituo.ctx, "FLEET", { status: "Blocked" });
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "Behind", changeCount: 2 });
    await sync(station);
    await tellsVersion(station, 1);
    await takes(
      station,
      words.list(2, "Differential", [
        ["A", "Blocked", "FLEET"],
        ["B", "Blocked"],
      ]),
    );
    await tellsVersion(station, 2);
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", versionKnown: 2, versionSent: 2 });
    await expect.poll(statesOf(station, "SendLocalList"), SOON).toEqual(["Done", "Done"]);
    await station.leave();
  });

  test("is sent in parts that fit, each after the one before was taken", async () => {
    const station = await aStation(version, {
      SendLocalListMaxLength: "2",
      LocalAuthListMaxLength: "5",
    });
    for (const uid of ["A", "B", "C", "D", "E", "F"]) await createToken(kituo.ctx, { uid });
    await sync(station);
    await tellsVersion(station, 0);
    await takes(
      station,
      words.list(1, "Full", [
        ["A", "Accepted"],
        ["B", "Accepted"],
      ]),
    );
    await tellsVersion(station, 1);
    await takes(
      station,
      words.list(2, "Differential", [
        ["C", "Accepted"],
        ["D", "Accepted"],
      ]),
    );
    await tellsVersion(station, 2);
    await takes(station, words.list(3, "Differential", [["E", "Accepted"]]));
    await tellsVersion(station, 3);
    await expect
      .poll(listOf(station), SOON)
      .toMatchObject({ state: "InSync", heldCount: 5, withoutRoomCount: 1, entriesMax: 5, entriesPerMessage: 2 });
    await kituo.db.token.delete({ where: { uidKey: "b" } });
    await sync(station);
    await tellsVersion(station, 3);
    // What goes makes room for what comes.
    await takes(station, words.list(4, "Differential", [["B"], ["F", "Accepted"]]));
    await tellsVersion(station, 4);
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", heldCount: 5, withoutRoomCount: 0 });
    await station.leave();
  });

  test("is sent whole again where the station refuses a difference or has another version", async () => {
    const station = await aStation(version);
    await createToken(kituo.ctx, { uid: "A" });
    await sync(station);
    await tellsVersion(station, 0);
    await takes(station, words.list(1, "Full", [["A", "Accepted"]]));
    await tellsVersion(station, 1);
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync" });

    await updateToken(kituo.ctx, "A", { status: "Blocked" });
    await sync(station);
    await tellsVersion(station, 1);
    await takes(station, words.list(2, "Differential", [["A", "Blocked"]]), "VersionMismatch");
    await takes(station, words.list(3, "Full", [["A", "Blocked"]]));
    await tellsVersion(station, 3);
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", versionKnown: 3 });

    await sync(station);
    await tellsVersion(station, 0);
    await takes(station, words.list(4, "Full", [["A", "Blocked"]]), "Failed");
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "Failed", problem: "Failed", step: null });
    // Asked again, it begins anew, under a version that was never used.
    await sync(station);
    await tellsVersion(station, 0);
    await takes(station, words.list(5, "Full", [["A", "Blocked"]]));
    await tellsVersion(station, 5);
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", problem: null });
    await station.leave();
  });

  test("is not known to be there where another version is read back than was taken", async () => {
    const station = await aStation(version);
    await createToken(kituo.ctx, { uid: "A" });
    await sync(station);
    await tellsVersion(station, 0);
    await takes(station, words.list(1, "Full", [["A", "Accepted"]]));
    await tellsVersion(station, 0);
    await expect
      .poll(listOf(station), SOON)
      .toMatchObject({ state: "Failed", problem: "VersionNotTaken", heldCount: null, step: null });
    await station.leave();
  });

  test("ends at the station that has no such thing", async () => {
    const station = await aStation(version);
    await sync(station);
    await obey(station, "GetLocalListVersion", {}, "NotImplemented");
    await expect.poll(listOf(station), SOON).toMatchObject({ state: "Unsupported", step: null });
    await station.leave();
  });

  test("is asked about again, and sent whole, where an answer was lost", async () => {
    const station = await aStation(version);
    await createToken(kituo.ctx, { uid: "A" });
    await sync(station);
    await tellsVersion(station, 0);
    await station.next(([type, , action]) => type === 2 && action === "SendLocalList");
    await station.leave();
    await vi.waitFor(async () => {
      const [last] = (await listCommands(kituo.ctx, { identity: station.identity })).items;
      expect(last).toMatchObject({ name: "SendLocalList", state: "NoAnswer" });
    }, 5_000);
    const again = await dialAndBoot(kituo.ocppUrl, station.identity, version);
    expect(await sync(again)).toMatchObject({ step: { name: "GetLocalListVersion" } });
    // It had taken it; but nobody saw that.
    await tellsVersion(again, 1);
    await takes(again, words.list(2, "Full", [["A", "Accepted"]]));
    await tellsVersion(again, 2);
    await expect.poll(listOf(again), SOON).toMatchObject({ state: "InSync" });
    await again.leave();
  });
});

test("a 1.6 station that tells version -1 keeps no list", async () => {
  const station = await aStation();
  await sync(station);
  await obey(station, "GetLocalListVersion", {}, { listVersion: -1 });
  await expect
    .poll(listOf(station), SOON)
    .toMatchObject({ state: "Unsupported", step: null, checkedAt: expect.any(String) });
  const again = await aStation();
  await createToken(kituo.ctx, { uid: "A" });
  await sync(again);
  await obey(again, "GetLocalListVersion", {}, { listVersion: 0 });
  await obey(again, "SendLocalList", WORDS["1.6"].list(1, "Full", [["A", "Accepted"]]), { status: "NotSupported" });
  await expect.poll(listOf(again), SOON).toMatchObject({ state: "Unsupported", step: null });
  await Promise.all([station.leave(), again.leave()]);
});

test("asking twice begins one sending, and a station that is away is told so", async () => {
  const station = await aStation();
  const [one, other] = await Promise.all([sync(station), sync(station)]);
  expect(one.step?.id).toBe(other.step?.id);
  await obey(station, "GetLocalListVersion", {}, { listVersion: 0 });
  await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", heldCount: 0 });
  expect(station.untaken()).toEqual([]);
  await station.leave();
  await vi.waitFor(() => expect(sync(station)).rejects.toMatchObject({ code: "Conflict" }), 5_000);
});

test("a list sent by hand is read back and known; a hand-made difference makes it unknown", async () => {
  const station = await aStation();
  await createToken(kituo.ctx, { uid: "A" });
  const entries = [{ tokenUid: "A", tokenType: "ISO14443", status: "Accepted" as const }];
  const { identity } = station;
  await requestCommand(kituo.ctx, {
    identity,
    command: { type: "SendLocalList", update: "Full", version: 9, entries },
  });
  await obey(station, "SendLocalList", WORDS["1.6"].list(9, "Full", [["A", "Accepted"]]), { status: "Accepted" });
  await obey(station, "GetLocalListVersion", {}, { listVersion: 9 });
  await expect.poll(listOf(station), SOON).toMatchObject({ state: "InSync", versionSent: 9 });
  const more = { type: "SendLocalList", update: "Differential", version: 10, entries: [{ tokenUid: "A" }] } as const;
  await requestCommand(kituo.ctx, { identity, command: more });
  await obey(station, "SendLocalList", WORDS["1.6"].list(10, "Differential", [["A"]]), { status: "Accepted" });
  await obey(station, "GetLocalListVersion", {}, { listVersion: 10 });
  await expect.poll(listOf(station), SOON).toMatchObject({ state: "Unknown", heldCount: null, versionKnown: 10 });
  await station.leave();
});

test("a clearing of the card cache is written down", async () => {
  const station = await aStation();
  await requestCommand(kituo.ctx, { identity: station.identity, command: { type: "ClearCache" } });
  await obey(station, "ClearCache", {}, { status: "Accepted" });
  await expect.poll(listOf(station), SOON).toMatchObject({ cacheClearedAt: expect.any(String) });
  await station.leave();
});

test("a site that wants it is sent its lists by itself, one station at a time, when a card is blocked", async () => {
  const [one, other] = [await aStation(), await aStation()];
  await createToken(kituo.ctx, { uid: "A" });
  const site = await createSite(kituo.ctx, { name: "By itself", sendsCardLists: true });
  await kituo.db.station.updateMany({
    where: { identity: { in: [one.identity, other.identity] } },
    data: { siteId: site.id },
  });
  const words = WORDS["1.6"];
  await obey(one, "GetLocalListVersion", {}, words.version(0));
  await one
    .next(([type, , action]) => type === 2 && action === "SendLocalList")
    .then(([, id]) => {
      // As long as one is at it, the other is not spoken to.
      expect(other.untaken()).toEqual([]);
      one.say([3, id, { status: "Accepted" }]);
    });
  await obey(one, "GetLocalListVersion", {}, words.version(1));
  await obey(other, "GetLocalListVersion", {}, words.version(0));
  await obey(other, "SendLocalList", words.list(1, "Full", [["A", "Accepted"]]), { status: "Accepted" });
  await obey(other, "GetLocalListVersion", {}, words.version(1));
  await expect.poll(listOf(one), SOON).toMatchObject({ state: "InSync" });
  await expect.poll(listOf(other), SOON).toMatchObject({ state: "InSync", isSentByItself: true });

  await updateToken(kituo.ctx, "A", { status: "Blocked" });
  for (const station of [one, other]) {
    await obey(station, "GetLocalListVersion", {}, words.version(1));
    await obey(station, "SendLocalList", words.list(2, "Differential", [["A", "Blocked"]]), { status: "Accepted" });
    await obey(station, "GetLocalListVersion", {}, words.version(2));
  }
  const steps = (await listCommands(kituo.ctx, { identity: one.identity })).items;
  expect(steps.map(({ requestedBy }) => requestedBy)).toEqual(Array.from({ length: 6 }, () => "Card lists"));
  await Promise.all([one.leave(), other.leave()]);
});
