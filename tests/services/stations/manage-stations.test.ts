import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSession } from "@/lib/services/sessions/read-session";
import { adoptStation } from "@/lib/services/stations/adopt-station";
import { createStation } from "@/lib/services/stations/create-station";
import { deleteStation } from "@/lib/services/stations/delete-station";
import { dismissRefusal } from "@/lib/services/stations/dismiss-refusal";
import { listRefusals } from "@/lib/services/stations/list-refusals";
import { listStations } from "@/lib/services/stations/list-stations";
import { hashPassword, verifyPassword } from "@/lib/services/stations/password-hash";
import { readStation } from "@/lib/services/stations/read-station";
import { resetPassword } from "@/lib/services/stations/reset-password";
import { updateStation } from "@/lib/services/stations/update-station";
import { aGateway, announced, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

const hashOf = async (identity: string): Promise<string> =>
  (await books.db.station.findUniqueOrThrow({ where: { identity } })).passwordHash ?? "";

const refusal = (identity: string, reason = "UnknownIdentity") =>
  books.db.handshakeRefusal.create({ data: { identity, reason, firstAt: T0, lastAt: T0, count: 3 } });

test("a new station gets a password that every OCPP version takes, kept as a hash", async () => {
  const { station, password } = await createStation(books.as("engineer"), { identity: "NEW-1", tags: ["a", "a"] });
  expect(password).toMatch(/^[A-Za-z0-9]{16,20}$/);
  expect(await verifyPassword(await hashOf("NEW-1"), Buffer.from(password ?? ""))).toBe(true);
  expect(await verifyPassword(await hashOf("NEW-1"), Buffer.from(`${password}x`))).toBe(false);
  expect(station).toMatchObject({ tags: ["a"], hasPassword: true, connectivity: { state: "NeverConnected" } });
  expect(await audited(books.db, "station:NEW-1")).toEqual(["CreateStation"]);
  expect(await announced(books.db)).toContainEqual({ type: "StationListed", identity: "NEW-1" });
});

test("a station without Basic authentication gets no password", async () => {
  const { password } = await createStation(books.as("engineer"), { identity: "NEW-2", securityProfile: 3 });
  expect(password).toBeNull();
});

test("passwords of raw bytes survive hashing", async () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  expect(await verifyPassword(await hashPassword(bytes), bytes)).toBe(true);
  expect(await verifyPassword("not a hash", bytes)).toBe(false);
});

test.each([["a/b"], ["a:b"], ["a\u0000b"], ["a\nb"], [" a"], [".."], [""], ["x".repeat(256)]])(
  "the identity %j is refused",
  async (identity) => {
    await expect(createStation(books.as("engineer"), { identity })).rejects.toMatchObject({ code: "Invalid" });
  },
);

test("an identity with spaces, percent signs or other alphabets is taken as it is", async () => {
  for (const identity of ["50% Ladesäule 1", "a?b#c", "充电-1"]) {
    await createStation(books.as("engineer"), { identity });
    expect((await readStation(books.as("viewer"), identity)).identity).toBe(identity);
  }
});

test("a second station of the same identity, or of another case, is a conflict with a reason", async () => {
  await createStation(books.as("engineer"), { identity: "Case-1" });
  const again = createStation(books.as("engineer"), { identity: "Case-1" });
  await expect(again).rejects.toMatchObject({ code: "Conflict", field: "identity" });
  const lookAlike = createStation(books.as("engineer"), { identity: "CASE-1" });
  await expect(lookAlike).rejects.toThrow("already a charger Case-1");
});

test("of many who create the same station at once, one wins and the others are told", async () => {
  const tries = Array.from({ length: 5 }, () => createStation(books.as("engineer"), { identity: "RACE-1" }));
  const settled = await Promise.allSettled(tries);
  expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const lost of settled.filter((result) => result.status === "rejected")) {
    expect(lost.reason).toMatchObject({ code: "Conflict" });
  }
});

test("who may only look or command cannot create, change or remove stations", async () => {
  await aStation(books.db, { identity: "MAY-1" });
  for (const ctx of [books.as("viewer"), books.as("operator")]) {
    await expect(createStation(ctx, { identity: "MAY-2" })).rejects.toMatchObject({ code: "Forbidden" });
    await expect(updateStation(ctx, "MAY-1", { blocked: true })).rejects.toMatchObject({ code: "Forbidden" });
    await expect(deleteStation(ctx, "MAY-1")).rejects.toMatchObject({ code: "Forbidden" });
    await expect(resetPassword(ctx, { identity: "MAY-1" })).rejects.toMatchObject({ code: "Forbidden" });
  }
});

test("a change touches what is named and nothing else; null empties", async () => {
  await createStation(books.as("engineer"), { identity: "EDIT-1", name: "Old", tags: ["x"] });
  const changed = await updateStation(books.as("engineer"), "EDIT-1", {
    name: null,
    registrationStatus: "Pending",
    pinnedVersion: "ocpp2.0.1",
  });
  expect(changed).toMatchObject({
    name: null,
    tags: ["x"],
    registrationStatus: "Pending",
    pinnedVersion: "ocpp2.0.1",
    hasPassword: true,
  });
});

test("what a station may sign in with at least, and the serial number of its certificate, are an operator's to set", async () => {
  await aStation(books.db, { identity: "EDIT-3", minSecurityProfile: 3, passwordHashNext: "next" });
  const changed = await updateStation(books.as("engineer"), "EDIT-3", {
    minSecurityProfile: 1,
    serialNumber: "SN-1",
    password: "set-by-hand",
  });
  expect(changed).toMatchObject({ minSecurityProfile: 1, serialNumber: "SN-1" });
  const row = await books.db.station.findUniqueOrThrow({ where: { identity: "EDIT-3" } });
  expect(row.passwordHashNext).toBeNull();
});

test("a change that names nothing that exists is refused with its place", async () => {
  await aStation(books.db, { identity: "EDIT-2" });
  const edit = (input: object) => updateStation(books.as("engineer"), "EDIT-2", input);
  await expect(edit({ pinnedVersion: "1.6" })).rejects.toMatchObject({ code: "Invalid", field: "pinnedVersion" });
  await expect(edit({ siteId: 999 })).rejects.toMatchObject({ code: "Invalid", field: "siteId" });
  await expect(edit({ isBlocked: true })).rejects.toMatchObject({ code: "Invalid" });
  await expect(edit({ securityProfile: 1 })).rejects.toMatchObject({ code: "Invalid", field: "password" });
  await expect(updateStation(books.as("engineer"), "NOBODY", {})).rejects.toMatchObject({ code: "NotFound" });
});

test("blocking a station or changing its password wakes the gateway that holds it", async () => {
  await aStation(books.db, { identity: "WAKE-1" });
  const client = new pg.Client({ connectionString: books.url });
  await client.connect();
  const heard: string[] = [];
  client.on("notification", ({ channel, payload }) => {
    if (channel === "kituo_connection") heard.push(payload ?? "");
  });
  await client.query("LISTEN kituo_connection");
  await updateStation(books.as("engineer"), "WAKE-1", { name: "quiet", blocked: false, securityProfile: 0 });
  await updateStation(books.as("engineer"), "WAKE-1", { blocked: true });
  await resetPassword(books.as("engineer"), { identity: "WAKE-1" });
  await client.query("SELECT 1");
  await client.end();
  expect(heard).toEqual(["WAKE-1", "WAKE-1"]);
});

test("a new password replaces the old one and is in no audit row", async () => {
  await createStation(books.as("engineer"), { identity: "PW-1" });
  const { password } = await resetPassword(books.as("engineer"), { identity: "PW-1" });
  expect(await verifyPassword(await hashOf("PW-1"), Buffer.from(password))).toBe(true);
  await updateStation(books.as("engineer"), "PW-1", { password: "open sesame 1" });
  const rows = await books.db.auditEntry.findMany({ where: { subject: "station:PW-1" } });
  expect(JSON.stringify(rows.map(({ details }) => details))).not.toMatch(new RegExp(`sesame|${password}`));
});

test("a connected station is not removed; a disconnected one that never charged is", async () => {
  await aGateway(books.db);
  const station = await aStation(books.db, { identity: "GONE-1", ...connected });
  await expect(deleteStation(books.as("engineer"), "GONE-1")).rejects.toMatchObject({ code: "Conflict" });
  await books.db.station.update({ where: { id: station.id }, data: { gatewayId: null } });
  await deleteStation(books.as("engineer"), "GONE-1");
  await expect(readStation(books.as("viewer"), "GONE-1")).rejects.toMatchObject({ code: "NotFound" });
  expect(await books.db.station.count({ where: { id: station.id } })).toBe(0);
  expect(await audited(books.db, "station:GONE-1")).toEqual(["DeleteStation"]);
});

test("what a removed station charged stays in the books, and its identity is free for another", async () => {
  const station = await aStation(books.db, { identity: "GONE-2" });
  const { id } = await books.db.chargingSession.create({
    data: {
      stationId: station.id,
      evse: 1,
      startKey: "start",
      phase: "Ended",
      startedAt: T0,
      startReceivedAt: T0,
      energyWh: 7_000,
    },
  });
  await deleteStation(books.as("engineer"), "GONE-2");
  await expect(readStation(books.as("viewer"), "GONE-2")).rejects.toMatchObject({ code: "NotFound" });
  const { items } = await listStations(books.as("viewer"), { q: "GONE-2" });
  expect(items).toEqual([]);
  expect(await readSession(books.as("viewer"), id)).toMatchObject({
    energyWh: 7_000,
    identity: `GONE-2 (removed 2026-11-22, ${station.id})`,
  });
  await createStation(books.as("engineer"), { identity: "GONE-2" });
  expect((await readStation(books.as("viewer"), "GONE-2")).connectivity.state).toBe("NeverConnected");
});

test("adopting a station that knocked creates it and empties its place in the inbox", async () => {
  await refusal("KNOCK-1");
  expect((await listRefusals(books.as("viewer"))).map(({ identity }) => identity)).toContain("KNOCK-1");
  const { password } = await adoptStation(books.as("engineer"), { identity: "KNOCK-1" });
  expect(password).not.toBeNull();
  expect(await listRefusals(books.as("viewer"), { identity: "KNOCK-1" })).toEqual([]);
  await expect(adoptStation(books.as("engineer"), { identity: "KNOCK-0" })).rejects.toMatchObject({ code: "NotFound" });
});

test("a dismissed refusal leaves the inbox; other reasons never were in it", async () => {
  const { id } = await refusal("SCAN-1");
  await refusal("SCAN-1", "WrongPassword");
  await dismissRefusal(books.as("engineer"), { id });
  await dismissRefusal(books.as("engineer"), { id });
  const inbox = await listRefusals(books.as("viewer"));
  expect(inbox.map(({ identity }) => identity)).not.toContain("SCAN-1");
  const all = await listRefusals(books.as("viewer"), { identity: "SCAN-1" });
  expect(all.map(({ reason }) => reason).toSorted()).toEqual(["UnknownIdentity", "WrongPassword"]);
  expect(await audited(books.db, "station:SCAN-1")).toEqual(["DismissRefusal"]);
});

test("nothing is stored or announced when the audit row cannot be written", async () => {
  const before = await books.db.outboxEntry.count();
  const broken = {
    ...books.as("engineer"),
    actor: { kind: "operator", id: "x\u0000", name: "x", role: "admin" },
  } as const;
  await expect(createStation(broken, { identity: "ROLL-1" })).rejects.toThrow(/invalid byte sequence/);
  await expect(readStation(books.as("viewer"), "ROLL-1")).rejects.toMatchObject({ code: "NotFound" });
  expect(await books.db.outboxEntry.count()).toBe(before);
});
