import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { listReservations } from "@/lib/services/reservations/list-reservations";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 5_000 });
  await kituo.addToken("CARD-1");
});
afterAll(() => kituo.stop());

let stations = 0;
async function aStation(version: Version): Promise<RawStation> {
  const identity = `RES-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

const becomes = ({ id }: { readonly id: string }, state: CommandState): Promise<void> =>
  vi.waitFor(async () => expect((await readCommand(kituo.ctx, id)).state).toBe(state), 8_000);

const reservation = async ({ identity }: RawStation) => {
  const { items } = await listReservations(kituo.ctx, { identity });
  return items[0];
};

const isNow = (station: RawStation, state: string) =>
  vi.waitFor(async () => expect(await reservation(station)).toMatchObject({ state }), 8_000);

const UNTIL = new Date(Date.now() + 3_600_000).toISOString();

/** Reserves EVSE 1 for CARD-1, as far as the station's acceptance; gives the number both sides know it by. */
async function reserved(station: RawStation, version: Version): Promise<number> {
  const command = await requestCommand(kituo.ctx, {
    identity: station.identity,
    command: { type: "ReserveNow", evse: 1, tokenUid: "CARD-1", tokenType: "ISO14443", expiresAt: UNTIL },
  });
  const { number } = await kituo.db.command.findUniqueOrThrow({ where: { id: command.id } });
  const [, id, ...call] = await station.next(([type]) => type === 2);
  expect(call).toEqual([
    "ReserveNow",
    version === "1.6"
      ? { connectorId: 1, expiryDate: UNTIL, idTag: "CARD-1", reservationId: number }
      : { id: number, expiryDateTime: UNTIL, idToken: { idToken: "CARD-1", type: "ISO14443" }, evseId: 1 },
  ]);
  station.say([3, id, { status: "Accepted" }]);
  await becomes(command, "Done");
  expect(await reservation(station)).toMatchObject({ id: number, state: "Active" });
  return number;
}

const at = (): string => new Date().toISOString();

const STARTS: Readonly<Record<Version, (reservationId: number) => readonly [string, object]>> = {
  "1.6": (reservationId) => [
    "StartTransaction",
    { connectorId: 1, idTag: "CARD-1", meterStart: 0, timestamp: at(), reservationId },
  ],
  "2.0.1": (reservationId) => [
    "TransactionEvent",
    {
      eventType: "Started",
      timestamp: at(),
      triggerReason: "Authorized",
      seqNo: 0,
      transactionInfo: { transactionId: "tx-1" },
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: "CARD-1", type: "ISO14443" },
      reservationId,
    },
  ],
};

describe.each(VERSIONS)("a reservation at a station that speaks %s", (version) => {
  test("is used when a session starts with it, and the session keeps which one", async () => {
    const station = await aStation(version);
    const id = await reserved(station, version);
    await station.ask(...STARTS[version](id));
    await isNow(station, "Used");
    const session = await kituo.db.chargingSession.findFirstOrThrow({
      where: { station: { identity: station.identity } },
    });
    expect(session.reservationId).toBe(id);
    expect(await reservation(station)).toMatchObject({ sessionId: session.id });
    await station.leave();
  });

  test("is cancelled", async () => {
    const station = await aStation(version);
    const reservationId = await reserved(station, version);
    const command = await requestCommand(kituo.ctx, {
      identity: station.identity,
      command: { type: "CancelReservation", reservationId },
    });
    const [, id, ...call] = await station.next(([type]) => type === 2);
    expect(call).toEqual(["CancelReservation", { reservationId }]);
    station.say([3, id, { status: "Accepted" }]);
    await becomes(command, "Done");
    expect(await reservation(station)).toMatchObject({ state: "Cancelled" });
    await station.leave();
  });
});

test.each([
  ["Expired", "Expired"],
  ["Removed", "Cancelled"],
])("a reservation that a 2.0.1 station says has %s is %s in the commit of that message", async (told, state) => {
  const station = await aStation("2.0.1");
  const reservationId = await reserved(station, "2.0.1");
  const answer = await station.ask("ReservationStatusUpdate", { reservationId, reservationUpdateStatus: told });
  expect(answer[2]).toEqual({});
  expect(await reservation(station)).toMatchObject({ state, reason: told });
  await station.leave();
});

test("a session of 2.0.1 that names its reservation later than its start has used it all the same", async () => {
  const station = await aStation("2.0.1");
  const reservationId = await reserved(station, "2.0.1");
  const event = (parts: object) => ({ timestamp: at(), transactionInfo: { transactionId: "tx-2" }, ...parts });
  await station.ask(
    "TransactionEvent",
    event({ eventType: "Started", triggerReason: "CablePluggedIn", seqNo: 0, evse: { id: 1, connectorId: 1 } }),
  );
  const authorized = { eventType: "Updated", triggerReason: "Authorized", seqNo: 1, reservationId };
  await station.ask("TransactionEvent", event(authorized));
  await isNow(station, "Used");
  expect((await reservation(station))?.sessionId).toEqual(expect.any(Number));
  await station.leave();
});
