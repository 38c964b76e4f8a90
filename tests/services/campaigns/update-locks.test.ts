import { afterAll, beforeAll, expect, test } from "vitest";
import { lockUpdates, readUpdateLock, unlockUpdates } from "@/lib/services/stations/lock-updates";
import { aGateway, aStation, audited, type Books, openBooks, T0 } from "../books";
import { AT } from "./a-running-campaign";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

test("a station is locked against updates until its time is over, or the lock is taken away", async () => {
  const { identity } = await aStation(books.db);
  const operator = books.as("operator");
  const until = new Date(AT + 3_600_000);
  const locked = await lockUpdates(operator, identity, { reason: "Race day", until: until.toISOString() });
  expect(locked).toEqual({
    identity,
    reason: "Race day",
    by: "An operator",
    at: T0.toISOString(),
    until: until.toISOString(),
  });
  expect(await readUpdateLock(books.as("viewer"), identity)).toEqual(locked);
  expect(await readUpdateLock(books.as("viewer", { now: until }), identity)).toBeNull();
  await expect(lockUpdates(operator, identity, { reason: "R", until: T0.toISOString() })).rejects.toMatchObject({
    field: "until",
  });
  await unlockUpdates(operator, identity);
  await unlockUpdates(operator, identity);
  expect(await readUpdateLock(books.as("viewer"), identity)).toBeNull();
  expect(await audited(books.db, `station:${identity}`)).toEqual(["LockUpdates", "UnlockUpdates"]);
});
