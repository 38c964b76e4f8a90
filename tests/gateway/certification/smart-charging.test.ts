import { expect } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { type Bench, certification } from "../support/certification";
import { minutesAgo } from "../support/session-frames";
import { A_TRANSACTION_ID, AN_ID, type ToolStation, transactionIdOf } from "../support/tool-station";

const { certify } = certification();

/** Is given a profile, and takes it. */
async function isGiven(
  station: ToolStation,
  orders: Bench["orders"],
  payload: JsonObject,
  [type, id, action, content]: readonly unknown[],
): Promise<void> {
  const set = await orders({ type: "Raw", action: "SetChargingProfile", payload });
  await station.isSent([type, id, action, content], [3, AN_ID, { status: "Accepted" }]);
  await set.becomes("Done", { answerStatus: "Accepted" });
}

certify("TC_056_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const profile = {
    chargingProfileId: 56,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Absolute",
    validFrom: "2026-11-22T00:00:00.000Z",
    validTo: "2030-11-22T00:00:00.000Z",
    chargingSchedule: {
      duration: 86_400,
      startSchedule: "2026-11-22T00:00:00.000Z",
      chargingRateUnit: "A",
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 6, numberPhases: 3 }],
    },
  };
  await isGiven(station, orders, { connectorId: 1, csChargingProfiles: profile }, [
    2,
    AN_ID,
    "SetChargingProfile",
    {
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 56,
        stackLevel: 0,
        chargingProfilePurpose: "TxDefaultProfile",
        chargingProfileKind: "Absolute",
        validFrom: "2026-11-22T00:00:00.000Z",
        validTo: "2030-11-22T00:00:00.000Z",
        chargingSchedule: {
          duration: 86_400,
          startSchedule: "2026-11-22T00:00:00.000Z",
          chargingRateUnit: "A",
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 6, numberPhases: 3 }],
        },
      },
    },
  ]);
});

certify("TC_057_CSMS", async ({ charging, orders, books }) => {
  const { station, transactionId } = await charging("CARD-057");
  const profile = {
    chargingProfileId: 57,
    transactionId,
    stackLevel: 0,
    chargingProfilePurpose: "TxProfile",
    chargingProfileKind: "Relative",
    chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 6.5 }] },
  };
  await isGiven(station, orders, { connectorId: 1, csChargingProfiles: profile }, [
    2,
    AN_ID,
    "SetChargingProfile",
    {
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 57,
        transactionId,
        stackLevel: 0,
        chargingProfilePurpose: "TxProfile",
        chargingProfileKind: "Relative",
        chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 6.5 }] },
      },
    },
  ]);
  expect(await books.session(transactionId)).toMatchObject({ phase: "Active" });
});

certify("TC_059_CSMS", async ({ knows, booted, orders, books }) => {
  await knows("CARD-059");
  const station = await booted();
  const start = await orders({
    type: "Raw",
    action: "RemoteStartTransaction",
    payload: {
      connectorId: 1,
      idTag: "CARD-059",
      chargingProfile: {
        chargingProfileId: 59,
        stackLevel: 0,
        chargingProfilePurpose: "TxProfile",
        chargingProfileKind: "Relative",
        chargingSchedule: { chargingRateUnit: "W", chargingSchedulePeriod: [{ startPeriod: 0, limit: 6_000 }] },
      },
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "RemoteStartTransaction",
      {
        connectorId: 1,
        idTag: "CARD-059",
        chargingProfile: {
          chargingProfileId: 59,
          stackLevel: 0,
          chargingProfilePurpose: "TxProfile",
          chargingProfileKind: "Relative",
          chargingSchedule: { chargingRateUnit: "W", chargingSchedulePeriod: [{ startPeriod: 0, limit: 6_000 }] },
        },
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await start.becomes("Done", { answerStatus: "Accepted" });
  await station.says([2, "1", "Authorize", { idTag: "CARD-059" }], [3, "1", { idTagInfo: { status: "Accepted" } }]);
  await station.says(
    [2, "2", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Preparing" }],
    [3, "2", {}],
  );
  const started = await station.says(
    [2, "3", "StartTransaction", { connectorId: 1, idTag: "CARD-059", meterStart: 590, timestamp: minutesAgo(0) }],
    [3, "3", { transactionId: A_TRANSACTION_ID, idTagInfo: { status: "Accepted" } }],
  );
  await station.says(
    [2, "4", "StatusNotification", { connectorId: 1, errorCode: "NoError", status: "Charging" }],
    [3, "4", {}],
  );
  expect(await books.session(transactionIdOf(started))).toMatchObject({ phase: "Active", tokenUid: "CARD-059" });
});

certify("TC_066_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const read = await orders({
    type: "Raw",
    action: "GetCompositeSchedule",
    payload: { connectorId: 1, duration: 86_400, chargingRateUnit: "A" },
  });
  const answer = {
    status: "Accepted",
    connectorId: 1,
    scheduleStart: "2026-11-22T12:00:00.000Z",
    chargingSchedule: {
      duration: 86_400,
      chargingRateUnit: "A",
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 16 },
        { startPeriod: 3_600, limit: 8.5 },
      ],
    },
  };
  await station.isSent(
    [2, AN_ID, "GetCompositeSchedule", { connectorId: 1, duration: 86_400, chargingRateUnit: "A" }],
    [3, AN_ID, answer],
  );
  await read.becomes("Done", { answerStatus: "Accepted", answer });
});

certify("TC_067_CSMS", async ({ charging, orders }) => {
  const { station, transactionId } = await charging("CARD-067");
  const chargingSchedule = { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] };
  const shared = { stackLevel: 1, chargingProfileKind: "Relative", chargingSchedule };
  const most = { chargingProfileId: 671, chargingProfilePurpose: "ChargePointMaxProfile", ...shared };
  await isGiven(station, orders, { connectorId: 0, csChargingProfiles: most }, [
    2,
    AN_ID,
    "SetChargingProfile",
    {
      connectorId: 0,
      csChargingProfiles: {
        chargingProfileId: 671,
        stackLevel: 1,
        chargingProfilePurpose: "ChargePointMaxProfile",
        chargingProfileKind: "Relative",
        chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] },
      },
    },
  ]);
  const usual = { chargingProfileId: 672, chargingProfilePurpose: "TxDefaultProfile", ...shared };
  await isGiven(station, orders, { connectorId: 1, csChargingProfiles: usual }, [
    2,
    AN_ID,
    "SetChargingProfile",
    {
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 672,
        stackLevel: 1,
        chargingProfilePurpose: "TxDefaultProfile",
        chargingProfileKind: "Relative",
        chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] },
      },
    },
  ]);
  const own = { chargingProfileId: 673, transactionId, chargingProfilePurpose: "TxProfile", ...shared };
  await isGiven(station, orders, { connectorId: 1, csChargingProfiles: own }, [
    2,
    AN_ID,
    "SetChargingProfile",
    {
      connectorId: 1,
      csChargingProfiles: {
        chargingProfileId: 673,
        transactionId,
        stackLevel: 1,
        chargingProfilePurpose: "TxProfile",
        chargingProfileKind: "Relative",
        chargingSchedule: { chargingRateUnit: "A", chargingSchedulePeriod: [{ startPeriod: 0, limit: 10 }] },
      },
    },
  ]);
  const byId = await orders({ type: "Raw", action: "ClearChargingProfile", payload: { id: 671 } });
  await station.isSent([2, AN_ID, "ClearChargingProfile", { id: 671 }], [3, AN_ID, { status: "Accepted" }]);
  await byId.becomes("Done", { answerStatus: "Accepted" });
  const byCriteria = await orders({
    type: "Raw",
    action: "ClearChargingProfile",
    payload: { connectorId: 1, chargingProfilePurpose: "TxDefaultProfile", stackLevel: 1 },
  });
  await station.isSent(
    [2, AN_ID, "ClearChargingProfile", { connectorId: 1, chargingProfilePurpose: "TxDefaultProfile", stackLevel: 1 }],
    [3, AN_ID, { status: "Accepted" }],
  );
  await byCriteria.becomes("Done", { answerStatus: "Accepted" });
  const all = await orders({ type: "Raw", action: "ClearChargingProfile", payload: {} });
  await station.isSent([2, AN_ID, "ClearChargingProfile", {}], [3, AN_ID, { status: "Accepted" }]);
  await all.becomes("Done", { answerStatus: "Accepted" });
});
