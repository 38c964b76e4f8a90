import { certification } from "../support/certification";
import { AN_ID } from "../support/tool-station";

const { certify } = certification();

const EXPIRY = "2030-01-01T00:00:00.000Z";

certify("TC_042_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const read = await orders({ type: "Raw", action: "GetLocalListVersion", payload: {} });
  await station.isSent([2, AN_ID, "GetLocalListVersion", {}], [3, AN_ID, { listVersion: -1 }]);
  await read.becomes("NotSupported", { answer: { listVersion: -1 } });
});

certify("TC_042_2_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const read = await orders({ type: "Raw", action: "GetLocalListVersion", payload: {} });
  await station.isSent([2, AN_ID, "GetLocalListVersion", {}], [3, AN_ID, { listVersion: 0 }]);
  await read.becomes("Done", { answer: { listVersion: 0 } });
});

certify("TC_043_1_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const list = await orders({
    type: "Raw",
    action: "SendLocalList",
    payload: {
      listVersion: 1,
      updateType: "Full",
      localAuthorizationList: [{ idTag: "CARD-043-1", idTagInfo: { status: "Accepted" } }],
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SendLocalList",
      {
        listVersion: 1,
        updateType: "Full",
        localAuthorizationList: [{ idTag: "CARD-043-1", idTagInfo: { status: "Accepted" } }],
      },
    ],
    [3, AN_ID, { status: "NotSupported" }],
  );
  await list.becomes("NotSupported", { answerStatus: "NotSupported" });
});

certify("TC_043_3_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const list = await orders({
    type: "Raw",
    action: "SendLocalList",
    payload: {
      listVersion: 2,
      updateType: "Full",
      localAuthorizationList: [{ idTag: "CARD-043-3", idTagInfo: { status: "Accepted" } }],
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SendLocalList",
      {
        listVersion: 2,
        updateType: "Full",
        localAuthorizationList: [{ idTag: "CARD-043-3", idTagInfo: { status: "Accepted" } }],
      },
    ],
    [3, AN_ID, { status: "Failed" }],
  );
  await list.becomes("Rejected", { answerStatus: "Failed" });
});

certify("TC_043_4_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const before = await orders({ type: "Raw", action: "GetLocalListVersion", payload: {} });
  await station.isSent([2, AN_ID, "GetLocalListVersion", {}], [3, AN_ID, { listVersion: 3 }]);
  await before.becomes("Done", { answer: { listVersion: 3 } });
  const list = await orders({
    type: "Raw",
    action: "SendLocalList",
    payload: {
      listVersion: 4,
      updateType: "Full",
      localAuthorizationList: [
        { idTag: "CARD-043-4-A", idTagInfo: { status: "Accepted", expiryDate: EXPIRY, parentIdTag: "FLEET" } },
        { idTag: "CARD-043-4-B", idTagInfo: { status: "Blocked" } },
      ],
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SendLocalList",
      {
        listVersion: 4,
        updateType: "Full",
        localAuthorizationList: [
          { idTag: "CARD-043-4-A", idTagInfo: { status: "Accepted", expiryDate: EXPIRY, parentIdTag: "FLEET" } },
          { idTag: "CARD-043-4-B", idTagInfo: { status: "Blocked" } },
        ],
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await list.becomes("Done", { answerStatus: "Accepted" });
  const after = await orders({ type: "Raw", action: "GetLocalListVersion", payload: {} });
  await station.isSent([2, AN_ID, "GetLocalListVersion", {}], [3, AN_ID, { listVersion: 4 }]);
  await after.becomes("Done", { answer: { listVersion: 4 } });
});

certify("TC_043_5_CSMS", async ({ booted, orders }) => {
  const station = await booted();
  const full = await orders({
    type: "Raw",
    action: "SendLocalList",
    payload: {
      listVersion: 1,
      updateType: "Full",
      localAuthorizationList: [{ idTag: "CARD-043-5-A", idTagInfo: { status: "Accepted" } }],
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SendLocalList",
      {
        listVersion: 1,
        updateType: "Full",
        localAuthorizationList: [{ idTag: "CARD-043-5-A", idTagInfo: { status: "Accepted" } }],
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await full.becomes("Done", { answerStatus: "Accepted" });
  const version = await orders({ type: "Raw", action: "GetLocalListVersion", payload: {} });
  await station.isSent([2, AN_ID, "GetLocalListVersion", {}], [3, AN_ID, { listVersion: 1 }]);
  await version.becomes("Done", { answer: { listVersion: 1 } });
  const differential = await orders({
    type: "Raw",
    action: "SendLocalList",
    payload: {
      listVersion: 2,
      updateType: "Differential",
      localAuthorizationList: [{ idTag: "CARD-043-5-B", idTagInfo: { status: "Accepted" } }],
    },
  });
  await station.isSent(
    [
      2,
      AN_ID,
      "SendLocalList",
      {
        listVersion: 2,
        updateType: "Differential",
        localAuthorizationList: [{ idTag: "CARD-043-5-B", idTagInfo: { status: "Accepted" } }],
      },
    ],
    [3, AN_ID, { status: "Accepted" }],
  );
  await differential.becomes("Done", { answerStatus: "Accepted" });
});
