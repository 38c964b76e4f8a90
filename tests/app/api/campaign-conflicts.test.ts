import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway } from "../../services/books";
import { anApproved, aStoredRelease } from "../../services/campaigns/a-plan";
import { aTarget } from "../../services/rollout/books-of-campaigns";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
});
afterAll(async () => caller.close());

async function scheduled() {
  const release = await aStoredRelease(caller.books);
  await aTarget(caller.books.db, { vendor: release.vendor });
  const { id, rev } = await anApproved(caller.books, release);
  return { id, rev, path: `/firmware/campaigns/${id}`, releaseId: release.id };
}

test("an order that was overtaken is answered with the state of now, and fits once that is named", async () => {
  const { path, rev } = await scheduled();
  const stale = await caller.call("POST", `${path}/start`, { as: "approver", json: { expectedRev: rev - 1 } });
  expect([stale.status, stale.headers.get("Content-Type")]).toEqual([409, "application/problem+json"]);
  expect(stale.body).toMatchObject({
    code: "Conflict",
    status: 409,
    current: { status: "Scheduled", rev },
    errors: [{ field: "expectedRev" }],
  });
  const { current } = stale.body as { current: { rev: number } };
  const again = await caller.call("POST", `${path}/start`, { as: "approver", json: { expectedRev: current.rev } });
  expect([again.status, again.body["status"]]).toEqual([200, "Running"]);
});

test.each([
  ["resume", "operator", {}],
  ["release", "operator", {}],
  ["pause", "operator", {}],
  ["retry-failed", "operator", {}],
  ["withdraw", "engineer", {}],
  ["submit", "engineer", {}],
  ["override", "approver", { comment: "Because" }],
  ["reject", "approver", { comment: "Because" }],
] as const)("an order that makes no sense now says what is so: %s", async (verb, as, more) => {
  const { path, rev } = await scheduled();
  const { status, body } = await caller.call("POST", `${path}/${verb}`, { as, json: { expectedRev: rev, ...more } });
  expect({ status, current: body["current"] }).toEqual({ status: 409, current: { status: "Scheduled", rev } });
});

test("one that is refused for another reason tells it too; what is no conflict tells no state", async () => {
  const { path, rev, releaseId } = await scheduled();
  await caller.books.db.firmwareReleaseChunk.deleteMany({ where: { releaseId } });
  const start = await caller.call("POST", `${path}/start`, { as: "approver", json: { expectedRev: rev } });
  expect([start.status, start.body["current"]]).toEqual([409, { status: "Scheduled", rev }]);
  const forbidden = await caller.call("POST", `${path}/start`, { as: "viewer", json: { expectedRev: rev } });
  expect([forbidden.status, forbidden.body["current"]]).toEqual([403, undefined]);
  const edited = await caller.call("PATCH", path, { json: { expectedRev: rev - 1, name: "Late" } });
  expect([edited.status, edited.body["current"]]).toEqual([409, { status: "Scheduled", rev }]);
});

test("the description tells of it", async () => {
  const { body } = await caller.call("GET", "/openapi.json");
  const { paths } = body as { paths: Record<string, { post?: { responses: Record<string, unknown> } }> };
  const starting = Object.entries(paths).find(([path]) => path.endsWith("/firmware/campaigns/{id}/start"))?.[1];
  expect(JSON.stringify(starting?.post?.responses["409"])).toContain('"current":{"type":"object"');
});
