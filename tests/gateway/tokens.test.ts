import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stopSpentSessions } from "@/lib/services/sessions/stop-spent-sessions";
import { createSite } from "@/lib/services/sites/create-site";
import { createToken } from "@/lib/services/tokens/create-token";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";
import { readToken } from "@/lib/services/tokens/read-token";
import { updateGroup } from "@/lib/services/tokens/update-group";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";
import { event, meter16, minutesAgo, start16, stop16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

let stations = 0;
async function aStation(version: Version, siteId: number | null = null): Promise<RawStation> {
  const identity = `TOK-${(stations += 1)}`;
  const id = await kituo.addStation(identity);
  await kituo.db.station.update({ where: { id }, data: { siteId } });
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

/** The answer's token info, in the words of the version. */
async function authorized(station: RawStation, version: Version, uid: string): Promise<unknown> {
  const in201 = { idToken: { idToken: uid, type: "ISO14443" } };
  const [, , answer] = await station.ask("Authorize", version === "1.6" ? { idTag: uid } : in201);
  const { idTagInfo, idTokenInfo } = answer as { idTagInfo?: unknown; idTokenInfo?: unknown };
  return idTagInfo ?? idTokenInfo;
}

describe.each(VERSIONS)("a station that speaks %s", (version) => {
  const inItsWords = <T>(in16: T, in201: T): T => (version === "1.6" ? in16 : in201);

  test("is told the card's group, which lets one card stop what another started", async () => {
    const station = await aStation(version);
    const uid = `G-${version}`;
    await createToken(kituo.ctx, { uid, groupId: `FLEET-${version}` });
    expect(await authorized(station, version, uid.toLowerCase())).toEqual({
      status: "Accepted",
      ...inItsWords<object>(
        { parentIdTag: "FLEET-1.6" },
        { groupIdToken: { idToken: "FLEET-2.0.1", type: "Central" } },
      ),
    });
    await updateGroup(kituo.ctx, `fleet-${version}`, { status: "Blocked" });
    expect(await authorized(station, version, uid)).toMatchObject({ status: "Blocked" });
    await station.leave();
  });

  test("is told that a card has had its sessions of the day, and until when", async () => {
    const site = await createSite(kituo.ctx, { name: `Day ${version}`, timeZone: "Africa/Nairobi" });
    const [here, there] = [await aStation(version, site.id), await aStation("1.6", site.id)];
    await createToken(kituo.ctx, { uid: `DAY-${version}`, sessionsPerDayMax: 1, concurrentMax: null });
    const { status } = await start16(there, { idTag: `day-${version}`, at: new Date().toISOString() });
    expect(status).toBe("Accepted");
    const info = (await authorized(here, version, `DAY-${version}`)) as Record<string, string>;
    expect(info["status"]).toBe(inItsWords("Blocked", "NoCredit"));
    const until = new Date(info[inItsWords("expiryDate", "cacheExpiryDateTime")] ?? 0);
    expect(until.toISOString().slice(11, 19)).toBe("21:00:00");
    expect(until.getTime() - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    // Where it charges it may be presented again: that is how it is stopped.
    expect(await authorized(there, "1.6", `DAY-${version}`)).toMatchObject({ status: "Accepted" });
    await Promise.all([here.leave(), there.leave()]);
  });

  test("gets the answer its site has for cards that nobody knows", async () => {
    const site = (unknownTokens: "Refuse" | "Accept" | "AcceptAndKeep") =>
      createSite(kituo.ctx, { name: `${unknownTokens} ${version}`, unknownTokens });
    const answers = [null, await site("Refuse"), await site("Accept"), await site("AcceptAndKeep")].map(
      async (place, index) => {
        const station = await aStation(version, place?.id ?? null);
        const info = (await authorized(station, version, `STRANGER-${index}-${version}`)) as { status: string };
        await station.leave();
        return [info.status, station.identity] as const;
      },
    );
    const told = await Promise.all(answers);
    const stranger = version === "1.6" ? "Invalid" : "Unknown";
    expect(told.map(([status]) => status)).toEqual([stranger, stranger, "Accepted", "Accepted"]);
    const { items } = await listUnknownTokens(kituo.ctx);
    const listed = items.filter(({ uid }) => uid.startsWith("STRANGER-") && uid.endsWith(version));
    expect(listed.map(({ uid, identity, isAccepted }) => [uid, identity, isAccepted]).toSorted(byFirst)).toEqual([
      [`STRANGER-0-${version}`, told[0]?.[1], false],
      [`STRANGER-1-${version}`, told[1]?.[1], false],
      [`STRANGER-2-${version}`, told[2]?.[1], true],
    ]);
    expect(await readToken(kituo.ctx, `STRANGER-3-${version}`)).toMatchObject({
      status: "Accepted",
      label: expect.stringContaining(`seen at ${told[3]?.[1]}`),
    });
  });
});

test("a card that charges elsewhere is concurrent in any case of letters, and as often as it may", async () => {
  const [here, there, third] = [await aStation("1.6"), await aStation("1.6"), await aStation("2.0.1")];
  await createToken(kituo.ctx, { uid: "twice", concurrentMax: 2 });
  expect((await start16(here, { idTag: "Twice" })).status).toBe("Accepted");
  expect((await start16(there, { idTag: "TWICE" })).status).toBe("Accepted");
  const started = await event(third, ["Started", 0, 0], { evse: { id: 1, connectorId: 1 } });
  expect(started).toEqual([3, {}]);
  // 2.x may begin with the cable; the card comes in the middle, and the place is not told again.
  const token = { idToken: "twicE", type: "ISO14443" };
  const refused = await event(third, ["Updated", 1, 0], { triggerReason: "Authorized", idToken: token });
  expect(refused).toEqual([3, { idTokenInfo: { status: "ConcurrentTx" } }]);
  // Said again to stop, it is no start.
  const stopping = await event(third, ["Updated", 2, 0], { triggerReason: "StopAuthorized", idToken: token });
  expect(stopping).toEqual([3, { idTokenInfo: { status: "Accepted" } }]);
  await Promise.all([here.leave(), there.leave(), third.leave()]);
});

test("the question and the start after it are one presentation; the next day's is another", async () => {
  const station = await aStation("1.6");
  await authorized(station, "1.6", "SEEN-1");
  const { transactionId, status } = await start16(station, { idTag: "seen-1" });
  expect(status).toBe("Invalid");
  await stop16(station, transactionId, 1_000);
  const seen = async () => (await listUnknownTokens(kituo.ctx)).items.find(({ uid }) => /^seen-1$/i.test(uid));
  expect(await seen()).toMatchObject({ count: 1 });
  await kituo.db.unknownToken.update({ where: { uidKey: "seen-1" }, data: { lastAt: new Date(minutesAgo(1_440)) } });
  await authorized(station, "1.6", "SEEN-1");
  expect(await seen()).toMatchObject({ count: 2, uid: "SEEN-1", identity: station.identity });
  await station.leave();
});

test("of unknown cards the newest thousand are kept", async () => {
  const station = await aStation("1.6");
  const old = new Date(minutesAgo(9_000));
  const data = Array.from({ length: 1_010 }, (_, n) => ({ uidKey: `old-${n}`, uid: `OLD-${n}`, type: "Central" }));
  await kituo.db.unknownToken.createMany({
    data: data.map((row) => ({ ...row, isAccepted: false, firstAt: old, lastAt: old })),
  });
  await authorized(station, "1.6", "NEWEST");
  expect(await kituo.db.unknownToken.count()).toBe(1_000);
  expect(await kituo.db.unknownToken.findUnique({ where: { uidKey: "newest" } })).not.toBeNull();
  await kituo.db.unknownToken.deleteMany();
  await station.leave();
});

describe("a session that has drawn what its card may draw", () => {
  test("is asked to stop once, and never again, whatever comes of it", async () => {
    const station = await aStation("1.6");
    await createToken(kituo.ctx, { uid: "SPENT", energyLimitWh: 5_000 });
    const { transactionId } = await start16(station, { idTag: "spent", meterStart: 1_000 });
    await meter16(station, { transactionId }, 5_999, minutesAgo(30));
    expect(await stopSpentSessions(kituo.ctx)).toBe(0);
    await meter16(station, { transactionId }, 6_000, minutesAgo(29));
    const [, id, ...call] = await station.next(([type]) => type === 2);
    expect(call).toEqual(["RemoteStopTransaction", { transactionId }]);
    station.say([3, id, { status: "Rejected" }]);
    await vi.waitFor(async () => {
      const [command] = await kituo.db.command.findMany({ where: { name: "RemoteStop" } });
      expect(command).toMatchObject({ state: "Rejected", requestedBy: "Energy limit" });
    }, 10_000);
    await meter16(station, { transactionId }, 7_000, minutesAgo(28));
    expect(await stopSpentSessions(kituo.ctx)).toBe(0);
    expect(await kituo.db.auditEntry.count({ where: { actorId: "energy-limit" } })).toBe(1);
    expect(station.untaken()).toEqual([]);
    await station.leave();
  });

  test("is asked once by any number of gateways", async () => {
    const station = await aStation("2.0.1");
    await createToken(kituo.ctx, { uid: "SPENT-2", energyLimitWh: 2_000 });
    const evse = { evse: { id: 1, connectorId: 1 }, idToken: { idToken: "SPENT-2", type: "ISO14443" } };
    await event(station, ["Started", 0, 0], evse);
    await event(station, ["Updated", 1, 2_500]);
    await Promise.all(Array.from({ length: 4 }, () => stopSpentSessions(kituo.ctx)));
    const [, id, ...call] = await station.next(([type]) => type === 2);
    expect(call).toEqual(["RequestStopTransaction", { transactionId: "T-1" }]);
    station.say([3, id, { status: "Accepted" }]);
    await event(station, ["Ended", 2, 2_600]);
    await vi.waitFor(async () => {
      const [session] = await kituo.db.chargingSession.findMany({ where: { tokenUid: "SPENT-2" } });
      expect(await kituo.db.command.findMany({ where: { stationId: session?.stationId ?? 0 } })).toMatchObject([
        { state: "Done", sessionId: session?.id },
      ]);
    }, 10_000);
    await station.leave();
  });

  test("of a station that is away is asked when it is back", async () => {
    const station = await aStation("1.6");
    await createToken(kituo.ctx, { uid: "SPENT-3", energyLimitWh: 1_000 });
    const { transactionId } = await start16(station, { idTag: "SPENT-3", meterStart: 0 });
    await station.leave();
    await vi.waitFor(async () => {
      expect((await kituo.db.station.findUnique({ where: { identity: station.identity } }))?.gatewayId).toBeNull();
    }, 10_000);
    await kituo.db.chargingSession.update({ where: { id: transactionId }, data: { energyWh: 1_500 } });
    expect(await stopSpentSessions(kituo.ctx)).toBe(0);
    const again = await dialAndBoot(kituo.ocppUrl, station.identity, "1.6");
    expect(await again.next(([type]) => type === 2)).toMatchObject([
      2,
      expect.any(String),
      "RemoteStopTransaction",
      { transactionId },
    ]);
    await again.leave();
  });
});

const byFirst = ([one]: readonly unknown[], [other]: readonly unknown[]): number =>
  String(one) < String(other) ? -1 : 1;
