import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import type { ReservationView } from "@/lib/domain/reservation-view";
import { listReservations } from "@/lib/services/reservations/list-reservations";
import { settleReservations } from "@/lib/services/reservations/settle-reservations";
import { aGateway, announced, aStation, type Books, connected, openBooks } from "../books";
import { accepted, at, commandsOf, rejected } from "./answered";

let books: Books;
let commands: ReturnType<typeof commandsOf>;
beforeAll(async () => {
  books = await openBooks();
  commands = commandsOf(books);
  await aGateway(books.db);
});
afterEach(async () => void (await books.db.reservation.deleteMany()));
afterAll(async () => books.close());

const online = (): Promise<Station> => aStation(books.db, connected);
const UNTIL = 3_600;
const reserve = (evse = 1) =>
  ({ type: "ReserveNow", evse, tokenUid: "Card-1", expiresAt: at(UNTIL).toISOString() }) as const;

/** Accepted by the station a second after T0. */
async function reserved(evse = 1): Promise<{ readonly station: Station; readonly id: number }> {
  const station = await online();
  await commands.askAndAnswer(station, reserve(evse), accepted());
  return { station, id: (await only(station)).id };
}

async function only({ identity }: Station): Promise<ReservationView> {
  const { items } = await listReservations(books.as("viewer"), { identity });
  expect(items).toHaveLength(1);
  const [reservation] = items;
  if (reservation === undefined) throw new Error("there is no reservation");
  return reservation;
}

const settle = (second: number) => settleReservations(books.as("admin", { now: at(second) }));

const aSession = (
  stationId: number,
  data: { evse?: number; tokenUid?: string; reservationId?: number; second?: number },
) =>
  books.db.chargingSession.create({
    data: {
      stationId,
      evse: data.evse ?? 1,
      startKey: randomUUID(),
      phase: "Active",
      startedAt: at(data.second ?? 10),
      startReceivedAt: at(data.second ?? 10),
      tokenUid: data.tokenUid ?? null,
      reservationId: data.reservationId ?? null,
    },
  });

async function says(station: Station, status: string, second: number): Promise<void> {
  const where = { stationId: station.id, evse: 1 };
  await books.db.evse.upsert({ where: { stationId_evse: where }, create: where, update: {} });
  const told = { status, statusAt: at(second), receivedAt: at(second) };
  await books.db.connector.upsert({
    where: { stationId_evse_connector: { ...where, connector: 1 } },
    create: { ...where, connector: 1, ...told },
    update: told,
  });
}

describe("a reservation", () => {
  test("is the command's number on both sides, asked for and then in force", async () => {
    const station = await online();
    const { id } = await commands.ask(station, reserve());
    const { number } = await books.db.command.findUniqueOrThrow({ where: { id } });
    expect(await only(station)).toMatchObject({ id: number, state: "Requested", evse: 1, tokenUid: "Card-1" });
    await commands.answer(station, id, accepted());
    expect(await only(station)).toMatchObject({ state: "Active", acceptedAt: at(1).toISOString(), endedAt: null });
  });

  test("that the station refuses is refused in its words", async () => {
    const station = await online();
    await commands.askAndAnswer(station, reserve(), rejected("Occupied"));
    expect(await only(station)).toMatchObject({ state: "Refused", reason: "Occupied" });
  });

  test("that would be over already is not asked for", async () => {
    const past = { ...reserve(), expiresAt: at(0).toISOString() };
    await expect(commands.ask(await online(), past)).rejects.toMatchObject({ code: "Invalid" });
  });

  test("is cancelled when the station accepts that, and not when it refuses", async () => {
    const { station, id } = await reserved();
    await commands.askAndAnswer(station, { type: "CancelReservation", reservationId: id }, rejected());
    expect(await only(station)).toMatchObject({ state: "Active" });
    await commands.askAndAnswer(station, { type: "CancelReservation", reservationId: id }, accepted());
    expect(await only(station)).toMatchObject({ state: "Cancelled", endedAt: at(1).toISOString() });
  });

  test("of another station is not cancelled", async () => {
    const { station, id } = await reserved();
    await commands.askAndAnswer(await online(), { type: "CancelReservation", reservationId: id }, accepted());
    expect(await only(station)).toMatchObject({ state: "Active" });
  });

  test("is used by the session that names it, and that is announced", async () => {
    const { station, id } = await reserved();
    expect(await settle(5)).toBe(0);
    const session = await aSession(station.id, { evse: 2, tokenUid: "other", reservationId: id });
    expect(await settle(11)).toBe(1);
    expect(await only(station)).toMatchObject({ state: "Used", sessionId: session.id });
    expect(await announced(books.db)).toContainEqual(
      expect.objectContaining({ type: "StationBooksChanged", identity: station.identity, books: "Reservations" }),
    );
    expect(await settle(12)).toBe(0);
  });

  test("is used by its card's session there, where the station does not name it", async () => {
    const { station } = await reserved();
    await aSession(station.id, { tokenUid: "CARD-1", second: 0 });
    await aSession(station.id, { tokenUid: "CARD-2" });
    await aSession(station.id, { tokenUid: "CARD-1", evse: 2 });
    expect(await settle(11)).toBe(0);
    const session = await aSession(station.id, { tokenUid: "CARD-1" });
    expect(await settle(12)).toBe(1);
    expect(await only(station)).toMatchObject({ state: "Used", sessionId: session.id });
  });

  test("expires by our clock a minute late, since the station's may differ", async () => {
    const { station } = await reserved();
    expect(await settle(UNTIL + 59)).toBe(0);
    expect(await settle(UNTIL + 60)).toBe(1);
    expect(await only(station)).toMatchObject({ state: "Expired" });
  });

  test("is over when its connector was reserved and is free again, but not before it was", async () => {
    const { station } = await reserved();
    await says(station, "Available", 2);
    expect(await settle(3)).toBe(0);
    await says(station, "Reserved", 4);
    expect(await settle(5)).toBe(0);
    await says(station, "Available", 6);
    expect(await settle(7)).toBe(1);
    expect(await only(station)).toMatchObject({ state: "Cancelled", reason: "Available" });
  });

  test("has expired where its connector is free again after its time", async () => {
    const { station } = await reserved();
    await says(station, "Reserved", 4);
    await settle(5);
    await says(station, "Available", UNTIL);
    await settle(UNTIL + 1);
    expect(await only(station)).toMatchObject({ state: "Expired", reason: "Available" });
  });

  test("is over when its connector fails, and not while a car is at it", async () => {
    const { station } = await reserved();
    await says(station, "Occupied", 2);
    expect(await settle(3)).toBe(0);
    await says(station, "Faulted", 4);
    expect(await settle(5)).toBe(1);
    expect(await only(station)).toMatchObject({ state: "Cancelled", reason: "Faulted" });
  });
});
