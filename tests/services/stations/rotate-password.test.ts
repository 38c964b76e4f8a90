import { afterAll, beforeAll, expect, test } from "vitest";
import { claimNextCommand } from "@/lib/services/commands/claim-commands";
import { settleLostCommands } from "@/lib/services/commands/expire-commands";
import { resetPassword } from "@/lib/services/stations/reset-password";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { aGateway, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const engineer = () => books.as("engineer");
const online = () => aStation(books.db, { ...connected, securityProfile: 1, passwordHash: "old" });
const rowsOf = async (identity: string) => {
  const station = await books.db.station.findUniqueOrThrow({ where: { identity }, include: { commands: true } });
  return { station, commands: station.commands };
};

test("of many who change a password at once, one does, and the others are told", async () => {
  const { identity } = await online();
  const tries = await Promise.allSettled([1, 2, 3].map(() => rotatePassword(engineer(), { identity })));
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect((await rowsOf(identity)).commands).toHaveLength(1);
  expect(await audited(books.db, `station:${identity}`)).toEqual(["RotatePassword"]);
});

test("a password that could not be told in time is void and forgotten", async () => {
  const { identity } = await online();
  await rotatePassword(engineer(), { identity });
  await settleLostCommands(books.as("engineer", { now: new Date(T0.getTime() + 61_000) }));
  const { station, commands } = await rowsOf(identity);
  expect(station).toMatchObject({ passwordHash: "old", passwordHashNext: null });
  expect(commands).toMatchObject([{ state: "Expired", request: { type: "ChangePassword", password: "" } }]);
});

test("a password set by hand keeps the station from being told another, and from a second until that is over", async () => {
  const { id: stationId, identity, connectionEpoch: epoch } = await online();
  await rotatePassword(engineer(), { identity });
  await resetPassword(engineer(), { identity });
  expect(await claimNextCommand(engineer(), { stationId, identity, epoch })).toBeNull();
  await expect(rotatePassword(engineer(), { identity })).rejects.toMatchObject({ code: "Conflict" });
});
