import { afterAll, beforeAll, expect, test } from "vitest";
import { recordRefusals } from "@/lib/services/stations/record-refusal";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
});
afterAll(async () => caller.close());

const knock = (identity: string) =>
  recordRefusals(caller.books.as("admin"), {
    named: [
      {
        identity,
        reason: "UnknownIdentity",
        remoteAddress: "41.90.1.2",
        offeredProtocols: "ocpp1.6",
        detail: null,
        count: 2,
        at: T0,
      },
    ],
    nameless: [],
  });

async function refusalOf(identity: string): Promise<Record<string, unknown>> {
  const { body } = await caller.call("GET", `/handshake-refusals?identity=${identity}`);
  return (body["items"] as Record<string, unknown>[])[0] ?? {};
}

test("refused handshakes are listed with what was meant, and adopted with a password shown once", async () => {
  await aStation(caller.books.db, { identity: "CP-0117" });
  await knock("CP-117");
  expect(await refusalOf("CP-117")).toMatchObject({
    reason: "UnknownIdentity",
    state: "Open",
    count: 2,
    station: null,
    lookAlike: { identity: "CP-0117", difference: "Writing" },
  });
  const path = `/handshake-refusals/${String((await refusalOf("CP-117"))["id"])}/adopt`;
  const adopted = await caller.call("POST", path, { json: { name: "Gate" } });
  expect(adopted.status).toBe(201);
  expect(adopted.headers.get("Location")).toBe("/api/v1/stations/CP-117");
  expect(adopted.body).toMatchObject({ identity: "CP-117", name: "Gate", status: "NeverConnected" });
  expect(adopted.body["password"]).toMatch(/^[A-Za-z0-9]{16,20}$/);
  expect(await refusalOf("CP-117")).toEqual({});
  expect((await caller.call("POST", path, { json: {} })).status).toBe(404);
});

test("a refusal is dismissed, blocked and unblocked; a repeat under the same key is the same", async () => {
  await knock("DECIDE");
  const path = `/handshake-refusals/${String((await refusalOf("DECIDE"))["id"])}`;
  expect((await caller.call("POST", `${path}/dismiss`)).status).toBe(204);
  expect(await refusalOf("DECIDE")).toMatchObject({ state: "Dismissed" });
  for (let repeat = 0; repeat < 2; repeat += 1) {
    const headers = { "Idempotency-Key": "block-once" };
    expect((await caller.call("POST", `${path}/block`, { headers })).status).toBe(204);
  }
  expect(await refusalOf("DECIDE")).toMatchObject({ state: "Blocked" });
  expect((await caller.call("POST", `${path}/unblock`)).status).toBe(204);
  expect(await refusalOf("DECIDE")).toMatchObject({ state: "Open" });
  expect((await caller.call("POST", "/handshake-refusals/999999/block")).status).toBe(404);
  expect((await caller.call("POST", "/handshake-refusals/nonsense/block")).status).toBe(400);
});

test("health, events, reports and certificate requests of a station are told", async () => {
  await aStation(caller.books.db, { identity: "WELL", ...connected, clockOffsetMs: -90_000, clockCheckedAt: T0 });
  const health = await caller.call("GET", "/stations/WELL/health");
  expect(health.status).toBe(200);
  expect(health.body).toMatchObject({
    identity: "WELL",
    isUnstable: false,
    reconnects: { last15Minutes: 0, last24Hours: 0 },
    clock: { offsetMs: -90_000, isOff: true },
    connections: [],
  });
  for (const path of ["security-events", "reports", "certificate-requests"]) {
    expect((await caller.call("GET", `/stations/WELL/${path}`)).body).toEqual({ items: [], nextCursor: null });
    expect((await caller.call("GET", `/stations/NOBODY/${path}`)).status).toBe(404);
  }
});
