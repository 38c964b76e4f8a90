import { describe, expect, test } from "vitest";
import type { AlertRule } from "@/lib/domain/alerts/alert-rule";
import { aFinding, aRule, createAlertWorld } from "./alert-world";

const offline = aRule("Offline", { forSeconds: 180, clearSeconds: 300, groupSize: 3, groupSeconds: 120 });
const atSite = { station: { siteId: 7, siteName: "Thika Road" } } as const;

describe("one charger", () => {
  test("opens an alert once it has been away for as long as the rule wants, and not before", () => {
    const world = createAlertWorld();
    expect(world.round(179, [offline], [aFinding(1, 0)])).toEqual([]);
    world.round(180, [offline], [aFinding(1, 0)]);
    expect(world.open()).toMatchObject([{ cause: { type: "Station", key: "station:1", name: "CP-1" }, count: 1 }]);
    expect(world.round(190, [offline], [aFinding(1, 0)])).toEqual([]);
  });

  test("that comes and goes within the time to clear stays one alert, and each time counts", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    for (const minute of [4, 5, 6, 7, 8]) {
      world.round(minute * 60, [offline], []);
      world.round(minute * 60 + 30, [offline], [aFinding(1, minute * 60 + 30)]);
    }
    expect(world.alerts).toHaveLength(1);
    expect(world.alerts[0]?.count).toBe(6);
  });

  test("that stays back for the time to clear resolves its alert by itself", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    world.round(200, [offline], []);
    world.round(499, [offline], []);
    expect(world.open()).toHaveLength(1);
    world.round(500, [offline], []);
    expect(world.alerts).toMatchObject([{ state: "Resolved", reason: "Over" }]);
  });
});

describe("one cause", () => {
  test("three chargers of a site that go within two minutes of each other are one alert from the first ripe one on", () => {
    const world = createAlertWorld();
    const gone = [aFinding(1, 0, atSite), aFinding(2, 60, atSite), aFinding(3, 170, atSite)];
    world.round(180, [offline], gone);
    expect(world.open()).toMatchObject([{ cause: { type: "Site", key: "site:7", name: "Thika Road" }, count: 3 }]);
  });

  test("a charger that was blamed alone is taken up by the site's alert", () => {
    const world = createAlertWorld();
    const first = [aFinding(1, 0, atSite), aFinding(2, 100, atSite)];
    world.round(180, [offline], first);
    expect(world.open()).toMatchObject([{ cause: { key: "station:1" } }]);
    world.round(201, [offline], [...first, aFinding(3, 200, atSite)]);
    expect(world.alerts).toMatchObject([{ reason: "Merged" }, { cause: { key: "site:7" }, count: 3 }]);
  });

  test("chargers of a site that went hours apart are no common cause", () => {
    const world = createAlertWorld();
    world.round(20_000, [offline], [aFinding(1, 0, atSite), aFinding(2, 7_200, atSite), aFinding(3, 14_400, atSite)]);
    expect(world.open().map(({ cause }) => cause.key)).toEqual(["station:1", "station:2", "station:3"]);
  });

  test("a charger that returns leaves a site's alert, which goes on for the others under the same key", () => {
    const world = createAlertWorld();
    const gone = [1, 2, 3].map((id) => aFinding(id, id, atSite));
    world.round(200, [offline], gone);
    const changes = world.round(210, [offline], gone.slice(1));
    expect(changes).toEqual([{ type: "Leave", alertId: 1, subjects: ["station:1"] }]);
    expect(world.open()).toHaveLength(1);
  });

  test("what a lost gateway held is one gateway, whatever the sites", () => {
    const world = createAlertWorld();
    const of = (id: number, siteId: number) => aFinding(id, 0, { station: { siteId, lostGatewayId: "gw-1" } });
    world.round(180, [offline], [of(1, 1), of(2, 1), of(3, 1), of(4, 2)]);
    expect(world.open()).toMatchObject([{ cause: { type: "Gateway", name: "gw-1" }, count: 4 }]);
  });

  test("the same fault on one firmware at one time is that firmware; another fault is not", () => {
    const world = createAlertWorld();
    const fault = aRule("Fault", { forSeconds: 0 });
    const of = (id: number, detail: string) => aFinding(id, id, { detail });
    world.round(60, [fault], [of(1, "GroundFailure"), of(2, "GroundFailure"), of(3, "GroundFailure"), of(4, "Other")]);
    expect(world.open()).toMatchObject([
      { cause: { type: "Firmware", name: "ACME Wall 1.0" }, count: 3 },
      { cause: { type: "Station", name: "CP-4" } },
    ]);
  });
});

describe("before a charger is called silent", () => {
  const silent = aRule("Silent");
  const probed = (askedAt: number | null) =>
    aFinding(1, 0, { probe: { askedAt: askedAt === null ? null : askedAt * 1000, key: "k" } });

  test("it is asked, and has 45 seconds to answer", () => {
    const world = createAlertWorld();
    expect(world.round(10, [silent], [probed(null)])).toEqual([
      { type: "Probe", station: { id: 1, identity: "CP-1" }, key: "k" },
    ]);
    expect(world.round(20, [silent], [probed(11)])).toEqual([]);
    world.round(56, [silent], [probed(11)]);
    expect(world.open()).toHaveLength(1);
  });

  test("one that has not been asked is no witness against its site", () => {
    const world = createAlertWorld();
    const of = (id: number, askedAt: number | null) => aFinding(id, 0, { ...atSite, probe: { askedAt, key: "k" } });
    world.round(60, [silent], [of(1, 1_000), of(2, null), of(3, null)]);
    expect(world.open()).toMatchObject([{ cause: { key: "station:1" } }]);
  });
});

describe("people", () => {
  test("an alert resolved by hand stays so until it has been over once", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    world.resolveByHand(1);
    world.round(400, [offline], [aFinding(1, 0)]);
    expect(world.open()).toEqual([]);
    expect(world.round(410, [offline], [])).toEqual([{ type: "Forget", alertId: 1, subject: "station:1" }]);
    world.round(1_000, [offline], [aFinding(1, 500)]);
    expect(world.open()).toHaveLength(1);
  });

  test("a silence ends by itself, once", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    const [alert] = world.alerts;
    if (alert === undefined) throw new Error("no alert");
    alert.silencedUntil = 600;
    expect(world.round(599, [offline], [aFinding(1, 0)])).toEqual([]);
    expect(world.round(600, [offline], [aFinding(1, 0)])).toEqual([{ type: "SilenceEnded", alertId: 1 }]);
    expect(world.round(610, [offline], [aFinding(1, 0)])).toEqual([]);
  });
});

describe("rules", () => {
  test("one that is switched off resolves what it opened", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    world.round(190, [{ ...offline, isOn: false }], [aFinding(1, 0)]);
    expect(world.alerts).toMatchObject([{ reason: "RuleOff" }]);
  });

  test("a kind that was not looked at changes nothing", () => {
    const world = createAlertWorld();
    world.round(180, [offline], [aFinding(1, 0)]);
    expect(world.round(10_000, [offline], [], [])).toEqual([]);
  });

  test("watches the chargers of its sites and tags alone", () => {
    const narrow: AlertRule = { ...offline, scope: { siteIds: [7], tags: ["vip"] } };
    const world = createAlertWorld();
    const of = (id: number, siteId: number, tags: readonly string[]) => aFinding(id, 0, { station: { siteId, tags } });
    world.round(180, [narrow], [of(1, 7, ["vip"]), of(2, 7, []), of(3, 8, ["vip"])]);
    expect(world.open().map(({ cause }) => cause.key)).toEqual(["station:1"]);
  });
});
