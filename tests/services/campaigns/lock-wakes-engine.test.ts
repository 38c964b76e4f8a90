import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openNotifications } from "@/lib/db/notifications";
import { CHANNELS } from "@/lib/services/context";
import { lockUpdates, unlockUpdates } from "@/lib/services/stations/lock-updates";
import { aStation, type Books, openBooks } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

test("a lock on a station, and the end of it, are seen by the engine at once", async () => {
  const { identity } = await aStation(books.db);
  let woken = 0;
  let isListening = false;
  const notifications = openNotifications({
    url: books.url,
    channels: [CHANNELS.rollout],
    onNotification: () => {
      woken += 1;
    },
    onConnected: (isConnected) => {
      isListening = isConnected;
    },
  });
  try {
    await vi.waitFor(() => expect(isListening).toBe(true), 10_000);
    await lockUpdates(books.as("operator"), identity, { reason: "Fair" });
    await vi.waitFor(() => expect(woken).toBe(1), 10_000);
    await unlockUpdates(books.as("operator"), identity);
    await vi.waitFor(() => expect(woken).toBe(2), 10_000);
    // Nothing was locked any more: nobody is woken for it, which the next lock shows.
    await unlockUpdates(books.as("operator"), identity);
    await lockUpdates(books.as("operator"), identity, { reason: "Fair" });
    await vi.waitFor(() => expect(woken).toBe(3), 10_000);
  } finally {
    await notifications.close();
  }
});
