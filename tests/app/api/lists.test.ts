import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  const { db } = caller.books;
  await aGateway(db);
  const { id: siteId } = await db.site.create({ data: { name: "Nairobi West", timeZone: "Africa/Nairobi" } });
  await aStation(db, { ...connected, identity: "CP-1", siteId, firmwareVersion: "2.10.0" });
  const { id: stationId } = await aStation(db, {
    ...connected,
    identity: "CP-2",
    siteId,
    firmwareVersion: "2.3.9",
    tags: ["test"],
  });
  await aStation(db, { identity: "CP-3", firmwareVersion: "2.4.0" });
  const at = { stationId, evse: 1, startReceivedAt: T0, phase: "Ended" } as const;
  for (const [hour, energyWh] of [12_000, 3_000, 30_000].entries()) {
    const startedAt = new Date(T0.getTime() + hour * 3_600_000);
    await db.chargingSession.create({
      data: { ...at, startKey: String(hour), startedAt, endedAt: startedAt, energyWh },
    });
  }
});
afterAll(async () => caller.close());

const identities = (body: Record<string, unknown>) =>
  (body["items"] as { identity: string }[]).map(({ identity }) => identity);
const energies = (body: Record<string, unknown>) =>
  (body["items"] as { energyWh: number }[]).map(({ energyWh }) => energyWh);
const get = async (path: string) => caller.call("GET", path, { as: "viewer" });
const query = (filter: string, rest = "") => `?filter=${encodeURIComponent(filter)}${rest}`;

test("stations are narrowed by the grammar, counted by status, and what means nothing is told", async () => {
  const { status, body } = await get(`/stations${query('site:"nairobi west" -tag:test colour:red')}`);
  expect(status).toBe(200);
  expect(identities(body)).toEqual(["CP-1"]);
  expect(body).toMatchObject({
    total: 1,
    counts: { Available: 1, NeverConnected: 0 },
    ignored: [{ reason: "UnknownField", text: "colour:red" }],
  });
});

test("stations are sorted as asked, page after page", async () => {
  const first = await get("/stations?sort=-fw&limit=2");
  expect(identities(first.body)).toEqual(["CP-1", "CP-3"]);
  const cursor = String(first.body["nextCursor"]);
  const rest = await get(`/stations?sort=-fw&limit=2&cursor=${cursor}`);
  expect([identities(rest.body), rest.body["nextCursor"]]).toEqual([["CP-2"], null]);
  expect((await get(`/stations?sort=fw&cursor=${cursor}`)).status).toBe(400);
  expect((await get("/stations?sort=colour")).body).toMatchObject({ status: 400, errors: [{ field: "sort" }] });
});

test("sessions are narrowed, sorted and counted", async () => {
  const { body } = await get(`/sessions${query("energy:>5", "&sort=energy&limit=1")}`);
  expect(energies(body)).toEqual([12_000]);
  expect(body).toMatchObject({
    total: { count: 2, isCapped: false },
    ignored: [],
    items: [{ siteName: "Nairobi West" }],
  });
  const rest = await get(`/sessions${query("energy:>5", `&sort=energy&cursor=${String(body["nextCursor"])}`)}`);
  expect([energies(rest.body), rest.body["nextCursor"], rest.body["total"]]).toEqual([[30_000], null, null]);
});

test("the lists are taken away as files", async () => {
  const stations = await caller.fetch(`/stations.csv${query("tag:test", "&columns=identity,fw")}`, "viewer");
  expect(stations.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(stations.headers.get("Content-Disposition")).toBe('attachment; filename="chargers-2026-11-22T100000.csv"');
  expect(await stations.text()).toBe("\uFEFFidentity,fw\r\nCP-2,2.3.9\r\n".replace("\uFEFF", ""));
  const sessions = await caller.fetch(`/sessions.csv${query("energy:<5", "&columns=charger,energy")}`, "viewer");
  expect(await sessions.text()).toBe("charger,energyWh\r\nCP-2,3000\r\n");
  const statuses = await caller.fetch("/stations.csv?status=NeverConnected&status=Offline&columns=identity", "viewer");
  expect(await statuses.text()).toBe("identity\r\nCP-3\r\n");
});

test("a view is kept, found, counted, renamed and forgotten", async () => {
  const json = { list: "Chargers", name: "Tests", filter: "tag:test", sort: "-fw", columns: ["identity"] };
  const made = await caller.call("POST", "/views", { json, as: "viewer" });
  expect([made.status, made.body]).toMatchObject([201, { ...json, isShared: false, owner: "viewer" }]);
  const path = `/views/${String(made.body["id"])}`;
  expect((await get("/views?list=Chargers")).body).toEqual({ items: [made.body] });
  expect((await get("/views/counts?list=Chargers")).body).toMatchObject({
    counts: { all: { count: 3 }, [String(made.body["id"])]: { count: 1 } },
  });
  const renamed = await caller.call("PATCH", path, { json: { name: "Tried" }, as: "viewer" });
  expect(renamed.body).toEqual({ ...made.body, name: "Tried", rev: 1 });
  expect((await caller.call("PATCH", path, { json: { name: "X" }, as: "admin" })).status).toBe(404);
  expect((await caller.call("DELETE", path, { as: "viewer" })).status).toBe(204);
  expect((await caller.call("DELETE", path, { as: "viewer" })).status).toBe(404);
});

test("a view is shared by an administrator alone; its name is there once", async () => {
  const json = { list: "Sessions", name: "Long", filter: "duration:>5h", isShared: true };
  expect((await caller.call("POST", "/views", { json, as: "engineer" })).status).toBe(403);
  expect((await caller.call("POST", "/views", { json, as: "admin" })).status).toBe(201);
  expect((await caller.call("POST", "/views", { json, as: "admin" })).status).toBe(409);
  expect((await get("/views?list=Sessions")).body).toMatchObject({ items: [{ name: "Long", mayChange: false }] });
  expect((await get("/views?list=Cars")).status).toBe(400);
});
