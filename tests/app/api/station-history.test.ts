import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
});
afterAll(async () => caller.close());

test("notes are written, worded anew, listed and taken away, and every step is an event of the charger", async () => {
  const { identity } = await aStation(caller.books.db, { identity: "CP 0117", ...connected });
  const path = `/stations/${encodeURIComponent(identity)}`;
  expect((await caller.call("POST", `${path}/notes`, { json: { text: "x" }, as: "viewer" })).status).toBe(403);
  expect((await caller.call("POST", `${path}/notes`, { json: { text: "" } })).status).toBe(400);
  const added = await caller.call("POST", `${path}/notes`, { json: { text: "The door jams." } });
  expect(added).toMatchObject({ status: 201, body: { text: "The door jams.", isMine: true } });
  const note = `${path}/notes/${String(added.body["id"])}`;
  expect(await caller.call("PATCH", note, { json: { text: "Mended." } })).toMatchObject({
    status: 200,
    body: { text: "Mended.", editedBy: "engineer" },
  });
  expect((await caller.call("GET", `${path}/notes`)).body["items"]).toHaveLength(1);
  expect((await caller.call("DELETE", note)).status).toBe(204);
  expect((await caller.call("DELETE", note)).status).toBe(404);

  const { body } = await caller.call("GET", `${path}/events?kind=Settings`, { as: "viewer" });
  expect(body["items"]).toMatchObject(
    ["DeleteNote", "EditNote", "AddNote"].map((action) => ({ kind: "Settings", facts: { what: "Changed", action } })),
  );
});

test("states are read of the last day unless told otherwise; what is not an instant is refused", async () => {
  const { identity } = await aStation(caller.books.db, { identity: "CP-0118" });
  const { status, body } = await caller.call("GET", `/stations/${identity}/states`);
  expect({ status, ...body }).toMatchObject({ status: 200, identity, cutAt: null, connectors: [] });
  expect((await caller.call("GET", `/stations/${identity}/states?from=yesterday`)).status).toBe(400);
  expect((await caller.call("GET", `/stations/${identity}/events?kind=Weather`)).status).toBe(400);
  expect((await caller.call("GET", "/stations/NOBODY/events")).status).toBe(404);
});
