import { afterAll, beforeAll, expect, test } from "vitest";
import { aStation } from "../../services/books";
import { type Answer, type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(async () => caller.close());

/** `404 NotFound`, if the answer is a whole problem document and agrees with itself. */
function problemOf({ status, headers, body }: Answer): string {
  const isDocument = headers.get("Content-Type") === "application/problem+json" && body["type"] === "about:blank";
  return isDocument && body["status"] === status
    ? `${status} ${String(body["code"])}`
    : `${status}, no problem document`;
}

test("nobody gets in without a key, nor with a wrong one", async () => {
  const answer = await caller.call("GET", "/stations", { as: "nobody" });
  expect(problemOf(answer)).toBe("401 Unauthorized");
  expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
  const headers = { Authorization: `Bearer kituo_${"x".repeat(32)}` };
  expect(problemOf(await caller.call("GET", "/stations", { as: "nobody", headers }))).toBe("401 Unauthorized");
  const basic = { Authorization: `Basic ${caller.keys.admin}` };
  expect(problemOf(await caller.call("GET", "/stations", { as: "nobody", headers: basic }))).toBe("401 Unauthorized");
});

test("a role that does not grant it is told so", async () => {
  const json = { identity: "CP-1" };
  expect(problemOf(await caller.call("POST", "/stations", { json, as: "operator" }))).toBe("403 Forbidden");
});

test("an address nobody serves is a problem document too", async () => {
  expect(problemOf(await caller.call("GET", "/nothing"))).toBe("404 NotFound");
  expect(problemOf(await caller.call("PUT", "/stations", { json: {} }))).toBe("404 NotFound");
});

test("a body that is not JSON is told from one that is wrong", async () => {
  expect(problemOf(await caller.call("POST", "/stations", { text: '{"identity":' }))).toBe("400 MalformedJson");
  const form = { text: "identity=CP-1", headers: { "Content-Type": "application/x-www-form-urlencoded" } };
  expect(problemOf(await caller.call("POST", "/stations", form))).toBe("415 UnsupportedMediaType");
  expect(problemOf(await caller.call("POST", "/stations"))).toBe("400 Invalid");
});

test("every wrong field is named with its path", async () => {
  const json = { identity: "a/b", tags: ["ok", ""], colour: "red", securityProfile: 7 };
  const answer = await caller.call("POST", "/stations", { json });
  expect(problemOf(answer)).toBe("400 Invalid");
  const errors = answer.body["errors"] as { field: string }[];
  expect(errors.map(({ field }) => field).toSorted()).toEqual(["colour", "identity", "securityProfile", "tags.1"]);
});

test("a wrong command tells what is wrong with the command that was meant", async () => {
  const { identity } = await aStation(caller.books.db);
  const fields = async (json: object): Promise<string[]> => {
    const answer = await caller.call("POST", `/stations/${identity}/commands`, { json });
    expect(problemOf(answer)).toBe("400 Invalid");
    return (answer.body["errors"] as { field: string }[]).map(({ field }) => field).toSorted();
  };
  expect(await fields({ command: "RemoteStart" })).toEqual(["evse", "tokenUid"]);
  expect(await fields({ command: "RemoteStart", evse: 1, tokenUid: "A", colour: 1 })).toEqual(["colour"]);
  expect(await fields({ command: "Explode" })).toEqual(["command"]);
  expect(await fields({ action: "Reset", payload: [] })).toEqual(["payload"]);
});

test("queries are checked like bodies", async () => {
  for (const query of ["limit=0", "limit=201", "limit=x", "cursor=zzz", "siteId=-1", "status=Sleeping"]) {
    expect(problemOf(await caller.call("GET", `/stations?${query}`))).toBe("400 Invalid");
  }
  expect(problemOf(await caller.call("GET", "/sessions?from=yesterday"))).toBe("400 Invalid");
  expect(problemOf(await caller.call("GET", "/sessions/99999999999"))).toBe("400 Invalid");
});

test("a body beyond a mebibyte is refused before it is read", async () => {
  const json = { identity: "CP-1", name: "x".repeat(1024 * 1024) };
  expect(problemOf(await caller.call("POST", "/stations", { json }))).toBe("413 TooLarge");
});

test("what PostgreSQL cannot hold is the caller's mistake, not ours", async () => {
  expect(problemOf(await caller.call("GET", "/stations/%00"))).toBe("404 NotFound");
  expect(problemOf(await caller.call("GET", "/stations?q=%00"))).toBe("400 Invalid");
  expect(problemOf(await caller.call("GET", "/tokens/a%00"))).toBe("404 NotFound");
  expect(problemOf(await caller.call("POST", "/tokens", { json: { uid: "A", label: "\u0000" } }))).toBe("400 Invalid");
});

test("an error of ours shows nothing of itself", async () => {
  const broken = await openCaller();
  await broken.books.db.$executeRaw`DROP TABLE site CASCADE`;
  const answer = await broken.call("GET", "/sites");
  expect(problemOf(answer)).toBe("500 InternalError");
  expect(JSON.stringify(answer.body)).not.toMatch(/site|prisma|relation/i);
  expect(broken.errors.splice(0)).toHaveLength(1);
  await broken.close();
});
