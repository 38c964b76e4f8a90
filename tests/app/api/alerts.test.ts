import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetAll, roundAt, seconds } from "../../services/alerts/books-of-alerts";
import { aGateway, aStation, audited } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  // Who was not at work cannot say who went away.
  await aGateway(caller.books.db);
  await caller.books.db.gateway.updateMany({ data: { startedAt: seconds(-100_000) } });
});
afterAll(async () => caller.close());

/** Chargers that went away so long ago that the rule wants to know of each. */
async function someGone(n: number): Promise<readonly number[]> {
  await forgetAll(caller.books);
  const gone = { connectedAt: seconds(-90_000), disconnectReason: "ConnectionCut" };
  for (let i = 0; i < n; i += 1) {
    await aStation(caller.books.db, { ...gone, identity: `GONE-${i}`, disconnectedAt: seconds(-80_000 + i * 1_000) });
  }
  await roundAt(caller.books, 0);
  const rows = await caller.books.db.alert.findMany({ where: { kind: "Offline" }, orderBy: { causeName: "asc" } });
  return rows.map(({ id }) => id);
}

const ids = ({ body }: { readonly body: Record<string, unknown> }) =>
  (body["items"] as { cause: { name: string } }[]).map(({ cause }) => cause.name);

describe("alerts", () => {
  test("are listed page by page, by group, kind and charger, to whoever may read", async () => {
    await someGone(3);
    expect(ids(await caller.call("GET", "/alerts", { as: "viewer" })).toSorted()).toEqual([
      "GONE-0",
      "GONE-1",
      "GONE-2",
    ]);
    const first = await caller.call("GET", "/alerts?limit=2&group=Open");
    const second = await caller.call("GET", `/alerts?limit=2&group=Open&cursor=${String(first.body["nextCursor"])}`);
    expect(ids(first)).toHaveLength(2);
    expect([...ids(first), ...ids(second)].toSorted()).toEqual(["GONE-0", "GONE-1", "GONE-2"]);
    expect(second.body["nextCursor"]).toBeNull();
    expect(ids(await caller.call("GET", "/alerts?identity=GONE-1"))).toEqual(["GONE-1"]);
    expect(ids(await caller.call("GET", "/alerts?kind=Fault"))).toEqual([]);
    expect((await caller.call("GET", "/alerts?kind=Nonsense")).status).toBe(400);
    expect((await caller.call("GET", "/alerts?cursor=nonsense")).status).toBe(400);
    expect((await caller.call("GET", "/alerts", { as: "nobody" })).status).toBe(401);
  });

  test("the worst come first", async () => {
    const [first = 0, second = 0] = await someGone(3);
    await caller.books.db.alert.update({ where: { id: first }, data: { severity: "Info" } });
    await caller.books.db.alert.update({ where: { id: second }, data: { severity: "Warning" } });
    expect(ids(await caller.call("GET", "/alerts"))).toEqual(["GONE-2", "GONE-1", "GONE-0"]);
    const page = await caller.call("GET", "/alerts?limit=1");
    const rest = await caller.call("GET", `/alerts?cursor=${String(page.body["nextCursor"])}`);
    expect(ids(rest)).toEqual(["GONE-1", "GONE-0"]);
  });

  test("one is told with its charger and its journal; who sees to it, and until when it is silenced", async () => {
    const [id = 0] = await someGone(1);
    const acknowledged = await caller.call("POST", `/alerts/${id}/acknowledge`, {
      json: { note: "on my way" },
      as: "operator",
    });
    expect(acknowledged).toMatchObject({ status: 200, body: { state: "Acknowledged", acknowledgedBy: "operator" } });
    // Twice is once.
    expect((await caller.call("POST", `/alerts/${id}/acknowledge`, { json: {} })).body).toMatchObject({
      acknowledgedBy: "operator",
    });
    const until = seconds(3_600).toISOString();
    expect((await caller.call("POST", `/alerts/${id}/silence`, { json: { until } })).body).toMatchObject({
      silencedUntil: until,
    });
    expect(ids(await caller.call("GET", "/alerts?group=Silenced"))).toEqual(["GONE-0"]);
    expect(ids(await caller.call("GET", "/alerts?group=Acknowledged"))).toEqual([]);
    const { body } = await caller.call("GET", `/alerts/${id}`, { as: "viewer" });
    expect(body).toMatchObject({
      kind: "Offline",
      ruleName: "Charger offline",
      concerned: [{ identity: "GONE-0", detail: "ConnectionCut", leftAt: null, times: 1 }],
      events: [
        { type: "Silenced", until, note: null },
        { type: "Acknowledged", actor: "operator", note: "on my way" },
        { type: "Opened", actor: "Kituo", names: ["GONE-0"], count: 1 },
      ],
      deliveries: [],
    });
    expect(await audited(caller.books.db, `alert:${id}`)).toEqual(["AcknowledgeAlert", "SilenceAlert"]);
    await caller.call("POST", `/alerts/${id}/silence`, { json: { until: null } });
    expect(ids(await caller.call("GET", "/alerts?group=Acknowledged"))).toEqual(["GONE-0"]);
  });

  test("one that is resolved by hand stays resolved while it is still so, and comes again after it was over", async () => {
    const [id = 0] = await someGone(1);
    expect((await caller.call("POST", `/alerts/${id}/resolve`, { json: {} })).status).toBe(400);
    const resolved = await caller.call("POST", `/alerts/${id}/resolve`, { json: { note: "taken down on purpose" } });
    expect(resolved.body).toMatchObject({
      state: "Resolved",
      resolveReason: "ByHand",
      resolveNote: "taken down on purpose",
    });
    expect(await roundAt(caller.books, 60)).toMatchObject({ opened: 0 });
    const late = await caller.call("POST", `/alerts/${id}/acknowledge`, { json: {} });
    expect(late).toMatchObject({ status: 409, body: { current: { status: "Resolved" } } });
    const station = { where: { identityKey: "gone-0" } };
    const { id: stationId } = await caller.books.db.station.findFirstOrThrow(station);
    await caller.books.db.station.update({
      where: { id: stationId },
      data: { gatewayId: "gateway-1", connectedAt: seconds(61), lastMessageAt: seconds(61) },
    });
    await roundAt(caller.books, 62);
    await caller.books.db.station.update({
      where: { id: stationId },
      data: { gatewayId: null, disconnectedAt: seconds(63), disconnectReason: "ConnectionCut" },
    });
    expect(await roundAt(caller.books, 300)).toMatchObject({ opened: 1 });
  });

  test("bad times, strangers and unknown alerts get a clear answer", async () => {
    const [id = 0] = await someGone(1);
    for (const until of [seconds(0).toISOString(), seconds(40 * 86_400).toISOString(), "tomorrow", 5]) {
      expect((await caller.call("POST", `/alerts/${id}/silence`, { json: { until } })).status).toBe(400);
    }
    const viewer = { json: { note: "x" }, as: "viewer" } as const;
    for (const what of ["acknowledge", "resolve"]) {
      expect((await caller.call("POST", `/alerts/${id}/${what}`, viewer)).status).toBe(403);
    }
    expect((await caller.call("GET", "/alerts/999999")).status).toBe(404);
    expect((await caller.call("GET", "/alerts/99999999999")).status).toBe(400);
    expect((await caller.call("POST", "/alerts/999999/acknowledge", { json: {} })).status).toBe(404);
  });
});

describe("rules", () => {
  test("are there from the first day on; engineers change them, operators do not", async () => {
    const { body } = await caller.call("GET", "/alert-rules", { as: "viewer" });
    const items = body["items"] as { id: number; kind: string }[];
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(10);
    const offline = items.find(({ kind }) => kind === "Offline");
    const path = `/alert-rules/${offline?.id}`;
    const changed = await caller.call("PATCH", path, { json: { severity: "Warning", settings: { forSeconds: 600 } } });
    expect(changed).toMatchObject({ status: 200, body: { severity: "Warning", settings: { forSeconds: 600 } } });
    expect((await caller.call("GET", path)).body).toMatchObject({ settings: { forSeconds: 600 } });
    expect((await caller.call("PATCH", path, { json: { isOn: false }, as: "operator" })).status).toBe(403);
  });

  test("a rule is made for some chargers, and removed again; its alerts are over", async () => {
    const json = { name: "Harbour only", kind: "Offline", scope: { tags: ["harbour"] } };
    const made = await caller.call("POST", "/alert-rules", { json });
    expect(made).toMatchObject({
      status: 201,
      body: { severity: "Critical", scope: { tags: ["harbour"], siteIds: [] } },
    });
    expect((await caller.call("POST", "/alert-rules", { json })).status).toBe(409);
    await forgetAll(caller.books);
    await aStation(caller.books.db, {
      tags: ["harbour"],
      connectedAt: seconds(-9_000),
      disconnectedAt: seconds(-8_000),
    });
    await roundAt(caller.books, 0);
    const path = `/alert-rules/${String(made.body["id"])}`;
    expect((await caller.call("GET", path)).body).toMatchObject({ open: 1 });
    expect((await caller.call("DELETE", path)).status).toBe(204);
    expect((await caller.call("DELETE", path)).status).toBe(404);
    await roundAt(caller.books, 10);
    const { body } = await caller.call("GET", "/alerts?group=Resolved");
    expect(body["items"]).toMatchObject([{ resolveReason: "RuleOff", ruleId: null }]);
  });

  test.each([
    [{ kind: "Offline", settings: { threshold: 3 } }, "settings.threshold"],
    [{ kind: "DiskFull", settings: { threshold: 101 } }, "settings.threshold"],
    [{ kind: "Offline", settings: { forSeconds: -1 } }, "settings.forSeconds"],
    [{ kind: "Offline", scope: { siteIds: [999_999] } }, "scope.siteIds"],
    [{ kind: "DiskFull", scope: { tags: ["harbour"] } }, "scope"],
  ])("%j is refused with its place", async (wrong, pointer) => {
    const { status, body } = await caller.call("POST", "/alert-rules", { json: { name: "wrong", ...wrong } });
    expect(status).toBe(400);
    expect(JSON.stringify(body["errors"] ?? body)).toContain(pointer);
  });
});

describe("routes", () => {
  const hook = { name: "Night shift", channel: "Webhook", target: "https://hooks.example.org/kituo" };

  test("a webhook's secret is told once; a test is put on its way; only administrators do so", async () => {
    const made = await caller.call("POST", "/alert-routes", { json: hook, as: "admin" });
    expect(made).toMatchObject({
      status: 201,
      body: { isOn: true, severity: "Warning", kinds: [], lastDelivery: null },
    });
    expect(made.body["secret"]).toMatch(/^whsec_[\w-]{43}$/);
    const path = `/alert-routes/${String(made.body["id"])}`;
    expect(await caller.call("POST", `${path}/test`, { as: "admin" })).toMatchObject({
      status: 202,
      body: { event: "Test", state: "Pending", attempts: 0, alertId: null },
    });
    const { body } = await caller.call("GET", "/alert-routes", { as: "admin" });
    expect(body["items"]).toMatchObject([{ name: "Night shift", lastDelivery: { event: "Test" } }]);
    expect(JSON.stringify(body)).not.toContain("whsec_");
    const rotated = await caller.call("POST", `${path}/secret`, { as: "admin" });
    expect(rotated.body["secret"]).not.toBe(made.body["secret"]);
    for (const [method, at] of [
      ["GET", "/alert-routes"],
      ["POST", `${path}/test`],
      ["DELETE", path],
    ] as const) {
      expect((await caller.call(method, at)).status).toBe(403);
    }
    // What waits for a route that is turned off is given up.
    await caller.call("PATCH", path, { json: { isOn: false }, as: "admin" });
    expect((await caller.call("GET", `${path}/deliveries`, { as: "admin" })).body["items"]).toMatchObject([
      { state: "Failed", error: "the route was turned off" },
    ]);
    expect((await caller.call("DELETE", path, { as: "admin" })).status).toBe(204);
    expect((await caller.call("POST", `${path}/test`, { as: "admin" })).status).toBe(404);
  });

  test("an alert is told to those routes that want it, in the commit that opens it", async () => {
    const route = async (name: string, wants: object) =>
      (await caller.call("POST", "/alert-routes", { json: { ...hook, name, ...wants }, as: "admin" })).body["id"];
    await someGone(0);
    const wanted = await route("wants it", { kinds: ["Offline"], severity: "Info" });
    await route("wants others", { kinds: ["Fault"] });
    await route("is off", { isOn: false });
    await aStation(caller.books.db, { connectedAt: seconds(-9_000), disconnectedAt: seconds(-8_000) });
    await roundAt(caller.books, 0);
    const told = await caller.books.db.alertDelivery.findMany();
    expect(told).toMatchObject([{ routeId: wanted, event: "Opened", state: "Pending" }]);
    expect((await caller.call("GET", `/alerts/${told[0]?.alertId}`)).body["deliveries"]).toMatchObject([
      { routeName: "wants it", state: "Pending" },
    ]);
    await forgetAll(caller.books);
  });

  test.each([
    ["Email", "nobody"],
    ["Email", "a@example.org, b@@example.org"],
    ["Email", "a@example.org\r\nBcc: all@example.org"],
    ["Webhook", "ftp://example.org"],
    ["Webhook", "https://name:secret@example.org/"],
    ["Webhook", "hooks.example.org"],
  ])("%s to %j is refused", async (channel, target) => {
    const { status, body } = await caller.call("POST", "/alert-routes", {
      json: { name: "wrong", channel, target },
      as: "admin",
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain("target");
  });
});
