import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "@/lib/services/auth/create-api-key";
import { issueLiveTicket } from "@/lib/services/auth/issue-live-ticket";
import { listApiKeys } from "@/lib/services/auth/list-api-keys";
import { redeemLiveTicket } from "@/lib/services/auth/redeem-live-ticket";
import { revokeApiKey } from "@/lib/services/auth/revoke-api-key";
import { verifyApiKey } from "@/lib/services/auth/verify-api-key";
import { type Books, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await books.db.operator.create({
    data: { id: "operator-viewer", name: "A viewer", email: "viewer@example.org", role: "viewer" },
  });
});
afterAll(async () => books.close());

const later = (seconds: number): Date => new Date(T0.getTime() + seconds * 1000);

test("a key opens what its role grants and is kept as a hash alone", async () => {
  const { id, key } = await createApiKey(books.as("admin"), { name: "Billing", role: "operator" });
  expect(key).toMatch(/^kituo_[A-Za-z0-9]{32}$/);
  expect(await verifyApiKey(books.db, key, T0)).toEqual({ kind: "apiKey", id, name: "Billing", role: "operator" });
  expect(JSON.stringify(await books.db.apiKey.findMany())).not.toContain(key);
  expect(
    JSON.stringify(
      await books.db.auditEntry
        .findMany({ where: { subject: `api-key:${id}` } })
        .then((rows) => rows.map(({ details }) => details)),
    ),
  ).not.toContain(key);
});

test("a wrong, a foreign and a revoked key open nothing", async () => {
  const { id, key } = await createApiKey(books.as("admin"), { name: "Old", role: "admin" });
  expect(await verifyApiKey(books.db, `${key.slice(0, -1)}!`, T0)).toBeNull();
  expect(await verifyApiKey(books.db, `kituo_${"a".repeat(32)}`, T0)).toBeNull();
  await revokeApiKey(books.as("admin"), { id });
  await revokeApiKey(books.as("admin"), { id });
  expect(await verifyApiKey(books.db, key, T0)).toBeNull();
  await expect(revokeApiKey(books.as("admin"), { id: "x" })).rejects.toMatchObject({ code: "NotFound" });
});

test("the last use of a key is noted at most once a minute", async () => {
  const { id, key } = await createApiKey(books.as("admin"), { name: "Busy", role: "viewer" });
  const lastUsed = async (seconds: number): Promise<string | null | undefined> => {
    await verifyApiKey(books.db, key, later(seconds));
    return (await listApiKeys(books.as("admin"))).find((listed) => listed.id === id)?.lastUsedAt;
  };
  expect(await lastUsed(0)).toBe(T0.toISOString());
  expect(await lastUsed(59)).toBe(T0.toISOString());
  expect(await lastUsed(61)).toBe(later(61).toISOString());
});

test("only an administrator sees and makes keys", async () => {
  await expect(createApiKey(books.as("engineer"), { name: "x", role: "admin" })).rejects.toMatchObject({
    code: "Forbidden",
  });
  await expect(listApiKeys(books.as("approver"))).rejects.toMatchObject({ code: "Forbidden" });
});

test("a live ticket is good once", async () => {
  const { ticket } = await issueLiveTicket(books.as("viewer"));
  const redeemed = await Promise.all([0, 1].map(() => redeemLiveTicket(books.db, ticket, T0)));
  expect(redeemed.filter((who) => who !== null)).toEqual([{ operatorId: "operator-viewer", role: "viewer" }]);
});

test("a live ticket is good for a minute, and for somebody who is still there", async () => {
  const { ticket } = await issueLiveTicket(books.as("viewer"));
  expect(await redeemLiveTicket(books.db, ticket, later(60))).toBeNull();
  const gone = await issueLiveTicket(books.as("viewer", { id: "dismissed" }));
  expect(await redeemLiveTicket(books.db, gone.ticket, T0)).toBeNull();
  expect(await redeemLiveTicket(books.db, "made up", T0)).toBeNull();
});

test("a program gets no live ticket", async () => {
  const { key } = await createApiKey(books.as("admin"), { name: "Program", role: "admin" });
  const actor = await verifyApiKey(books.db, key, T0);
  if (actor === null) throw new Error("the key is good");
  await expect(issueLiveTicket({ db: books.db, now: () => T0, actor })).rejects.toMatchObject({ code: "Forbidden" });
});
