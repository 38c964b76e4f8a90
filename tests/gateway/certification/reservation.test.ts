import { expect } from "vitest";
import { type Bench, certification, type Ordered } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TRANSACTION_ID, AN_ID, type ToolStation, transactionIdOf } from "../support/tool-station";

const { certify } = certification();

const EXPIRY = "2030-01-01T00:00:00.000Z";

/** Is asked to keep connector 1 for a card, and answers with this status. */
async function isReserved(
  station: ToolStation,
  orders: Bench["orders"],
  { reservationId, idTag, status }: { reservationId: number; idTag: string; status: string },
): Promise<Ordered> {
  const reserve = await orders({
    type: "Raw",
    action: "ReserveNow",
    payload: { connectorId: 1, expiryDate: EXPIRY, idTag, reservationId },
  });
  await station.isSent(
    [2, AN_ID, "ReserveNow", { connectorId: 1, expiryDate: EXPIRY, idTag, reservationId }],
    [3, AN_ID, { status }],
  );
  return reserve;
}

certify("TC_046_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-046");
  const station = await booted();
  const reserve = await isReserved(station, orders, { reservationId: 46, idTag: "CARD-046", status: "Accepted" });
  await reserve.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Reserved" }],
    [3, "1", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Reserved", occupancy: null });
  await station.says([2, "2", "Authorize", { idTag: "CARD-046" }], [3, "2", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "3", {}],
  );
  const started = await station.says(
    [
      2,
      "4",
      "StartTransaction",
      { connectorId: 1, idTag: "CARD-046", meterStart: 460, timestamp: minutesAgo(0), reservationId: 46 },
    ],
    [3, "4", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "5", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "5", {}],
  );
  expect(await books.session(transactionIdOf(started))).toMatchObject({
    phase: "Active",
    tokenUid: "CARD-046",
    journal: [{ kind: "Started", details: { reservationId: 46 } }],
  });
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Charging" });
});

certify("TC_047_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-047");
  const station = await booted();
  const reserve = await isReserved(station, orders, { reservationId: 47, idTag: "CARD-047", status: "Accepted" });
  await reserve.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Reserved" }],
    [3, "1", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Reserved" });
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "2", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
  expect(await books.sessions()).toEqual([]);
});

certify("TC_048_1_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-048-1");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "GroundFailure", status: "Faulted" }],
    [3, "1", {}],
  );
  const reserve = await isReserved(station, orders, { reservationId: 481, idTag: "CARD-048-1", status: "Faulted" });
  await reserve.becomes("Rejected", { answerStatus: "Faulted" });
  expect(await books.connector(1)).toMatchObject({ status: "Faulted", errorCode: "GroundFailure" });
});

certify("TC_048_2_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-048-2");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "1", {}],
  );
  const reserve = await isReserved(station, orders, { reservationId: 482, idTag: "CARD-048-2", status: "Occupied" });
  await reserve.becomes("Rejected", { answerStatus: "Occupied" });
  expect(await books.connector(1)).toMatchObject({ status: "Occupied", occupancy: "Preparing" });
});

certify("TC_048_3_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-048-3");
  const station = await booted();
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Unavailable" }],
    [3, "1", {}],
  );
  const reserve = await isReserved(station, orders, { reservationId: 483, idTag: "CARD-048-3", status: "Unavailable" });
  await reserve.becomes("Rejected", { answerStatus: "Unavailable" });
  expect(await books.connector(1)).toMatchObject({ status: "Unavailable" });
});

certify("TC_048_4_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-048-4");
  const station = await booted();
  const reserve = await isReserved(station, orders, { reservationId: 484, idTag: "CARD-048-4", status: "Rejected" });
  await reserve.becomes("Rejected", { answerStatus: "Rejected" });
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
});

certify("TC_049_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-049");
  const station = await booted();
  const reserve = await orders({
    type: "Raw",
    action: "ReserveNow",
    payload: { connectorId: 0, expiryDate: EXPIRY, idTag: "CARD-049", reservationId: 49 },
  });
  await station.isSent(
    [2, AN_ID, "ReserveNow", { connectorId: 0, expiryDate: EXPIRY, idTag: "CARD-049", reservationId: 49 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await reserve.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Reserved" }],
    [3, "1", {}],
  );
  expect(await books.connector(2)).toMatchObject({ status: "Reserved" });
  await station.says([2, "2", "Authorize", { idTag: "CARD-049" }], [3, "2", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Preparing" }],
    [3, "3", {}],
  );
  const started = await station.says(
    [
      2,
      "4",
      "StartTransaction",
      { connectorId: 2, idTag: "CARD-049", meterStart: 490, timestamp: minutesAgo(0), reservationId: 49 },
    ],
    [3, "4", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "5", "StatusNotification", { connectorId: 2, errorCode: "NoError", status: "Charging" }],
    [3, "5", {}],
  );
  expect(await books.session(transactionIdOf(started))).toMatchObject({
    phase: "Active",
    evse: 2,
    tokenUid: "CARD-049",
    journal: [{ kind: "Started", details: { reservationId: 49 } }],
  });
});

certify("TC_051_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-051");
  const station = await booted();
  const reserve = await isReserved(station, orders, { reservationId: 51, idTag: "CARD-051", status: "Accepted" });
  await reserve.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Reserved" }],
    [3, "1", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Reserved" });
  const cancel = await orders({ type: "Raw", action: "CancelReservation", payload: { reservationId: 51 } });
  await station.isSent([2, AN_ID, "CancelReservation", { reservationId: 51 }], [3, AN_ID, { status: "Accepted" }]);
  await cancel.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Available" }],
    [3, "2", {}],
  );
  expect(await books.connector(1)).toMatchObject({ status: "Available" });
});

certify("TC_052_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const cancel = await orders({ type: "Raw", action: "CancelReservation", payload: { reservationId: 52 } });
  await station.isSent([2, AN_ID, "CancelReservation", { reservationId: 52 }], [3, AN_ID, { status: "Rejected" }]);
  await cancel.becomes("Rejected", { answerStatus: "Rejected" });
});

certify("TC_053_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-053-HOLDER", { groupId: "FLEET-053" });
  await knows("CARD-053-DRIVER", { groupId: "FLEET-053" });
  const station = await booted();
  const reserve = await orders({
    type: "Raw",
    action: "ReserveNow",
    payload: {
      connectorId: 1,
      expiryDate: EXPIRY,
      idTag: "CARD-053-HOLDER",
      parentIdTag: "FLEET-053",
      reservationId: 53,
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "ReserveNow",
      {
        connectorId: 1,
        expiryDate: EXPIRY,
        idTag: "CARD-053-HOLDER",
        parentIdTag: "FLEET-053",
        reservationId: 53,
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await reserve.becomes("Done", { answerStatus: "Accepted" });
  await station.says(
    [2, "1", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Reserved" }],
    [3, "1", {}],
  );
  await station.says(
    [2, "2", "Authorize", { idTag: "CARD-053-DRIVER" }],
    [3, "2", { idTagInfo: { status: "Accepted", parentIdTag: "FLEET-053" } }],
  );
  await station.says(
    [2, "3", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "3", {}],
  );
  const started = await station.says(
    [
      2,
      "4",
      "StartTransaction",
      { connectorId: 1, idTag: "CARD-053-DRIVER", meterStart: 530, timestamp: minutesAgo(0), reservationId: 53 },
    ],
    [3, "4", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted", parentIdTag: "FLEET-053" } }],
  );
  await station.says(
    [2, "5", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "5", {}],
  );
  expect(await books.session(transactionIdOf(started))).toMatchObject({
    phase: "Active",
    tokenUid: "CARD-053-DRIVER",
    journal: [{ kind: "Started", details: { reservationId: 53 } }],
  });
});
