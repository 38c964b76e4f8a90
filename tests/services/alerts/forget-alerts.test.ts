import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetAlerts } from "@/lib/services/alerts/forget-alerts";
import { type Books, openBooks } from "../books";
import { engineAt, seconds } from "./books-of-alerts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

const DAY = 86_400;

const anAlert = (daysAgo: number | null, isDismissed = false) =>
  books.db.alert.create({
    data: {
      kind: "Offline",
      severity: "Critical",
      causeType: "Station",
      cause: `station:${daysAgo}`,
      causeName: "CP-1",
      openedAt: seconds(-500 * DAY),
      lastAt: seconds(-500 * DAY),
      ...(daysAgo === null ? {} : { state: "Resolved", resolvedAt: seconds(-daysAgo * DAY) }),
      members: {
        create: { subject: "station:1", label: "CP-1", isDismissed, since: seconds(0), joinedAt: seconds(0) },
      },
    },
  });

test("what was over long ago is forgotten; what is open, dismissed or waits to be told is not", async () => {
  await anAlert(401);
  const kept = [await anAlert(399), await anAlert(401, true), await anAlert(null)];
  const route = await books.db.alertRoute.create({
    data: { name: "r", channel: "Email", target: "a@example.org", severity: "Info" },
  });
  const delivery = (state: string, daysAgo: number) =>
    books.db.alertDelivery.create({
      data: {
        id: randomUUID(),
        routeId: route.id,
        event: "Test",
        payload: {},
        state,
        createdAt: seconds(-daysAgo * DAY),
        dueAt: seconds(0),
        settledAt: state === "Pending" ? null : seconds(-daysAgo * DAY),
      },
    });
  await delivery("Delivered", 91);
  const told = [await delivery("Failed", 89), await delivery("Pending", 91)];
  expect(await forgetAlerts(engineAt(books, 0))).toBe(2);
  expect((await books.db.alert.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id)).toEqual(
    kept.map(({ id }) => id),
  );
  expect(new Set((await books.db.alertDelivery.findMany()).map(({ id }) => id))).toEqual(
    new Set(told.map(({ id }) => id)),
  );
});
