import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/db/client";
import { authorizeTokens } from "@/lib/services/tokens/authorize-token";
import { createToken } from "@/lib/services/tokens/create-token";
import { aStation, type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

/** The database, and what was asked of it. */
function counting(db: Database): { readonly db: Database; readonly asked: string[] } {
  const asked: string[] = [];
  const counted = new Proxy(db, {
    get: (target, name) => {
      // The client's own parts are no questions.
      if (!/^_|Internal$/.test(String(name))) asked.push(String(name));
      return Reflect.get(target, name, target);
    },
  });
  return { db: counted, asked };
}

test("any number of known cards are decided about in one statement, in the order they were presented", async () => {
  const { id: stationId } = await aStation(books.db);
  await createToken(books.as("operator"), { uid: "GOOD", sessionsPerDayMax: 3 });
  await createToken(books.as("operator"), { uid: "BAD", status: "Blocked", groupId: "G" });
  const ask = (uid: string) => ({ stationId, evse: 1, uid, type: "ISO14443", isToStart: true });
  const { db, asked } = counting(books.db);
  const answers = await authorizeTokens({ ...books.as("admin"), db }, [ask("good"), ask("BAD"), ask("Good")]);
  expect(answers.map(({ status }) => status)).toEqual(["Accepted", "Blocked", "Accepted"]);
  expect(asked).toEqual(["$queryRaw"]);
});

test("a card whose number nobody can type is refused, and fills no list", async () => {
  const { id: stationId } = await aStation(books.db);
  const ask = { stationId, evse: null, uid: "x".repeat(300), type: "Central", isToStart: true };
  expect(await authorizeTokens(books.as("admin"), [ask])).toMatchObject([{ status: "Unknown" }]);
  expect(await books.db.unknownToken.count()).toBe(0);
});

test("of a session that runs an unknown card is not asked about, and so not listed", async () => {
  const { id: stationId } = await aStation(books.db);
  const ask = { stationId, evse: null, uid: "STOPPER", type: "Central", isToStart: false };
  expect(await authorizeTokens(books.as("admin"), [ask])).toMatchObject([{ status: "Unknown" }]);
  expect(await books.db.unknownToken.count()).toBe(0);
});
