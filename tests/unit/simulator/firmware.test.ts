import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FirmwareOptions, FirmwareUpdate } from "../../simulator/firmware";
import { createStation, type Station } from "../../simulator/station";
import type { StationOptions } from "../../simulator/station-options";
import { createFakeCsms, type FakeCsms } from "./fake-csms";
import { createImageServer, type ImageServer } from "./image-server";

const FAMILIES = ["1.6", "1.6 signed", "2.0.1"] as const;
type Family = (typeof FAMILIES)[number];

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

let csms: FakeCsms;
let images: ImageServer;
let station: Station;

beforeEach(async () => {
  csms = await createFakeCsms();
  images = await createImageServer("2.0.0");
});
afterEach(async () => {
  await station.close();
  await images.close();
  await csms.close();
});

const until = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 5_000, interval: 5 });

async function aStation(family: Family, firmware: FirmwareOptions = {}, options: Partial<StationOptions> = {}) {
  station = createStation({
    identity: "KTO-1",
    url: csms.url,
    version: family === "2.0.1" ? "2.0.1" : "1.6",
    connectors: 2,
    meterIntervalMs: 0,
    firmwareVersion: "1.0.0",
    rebootMs: 10,
    reconnect: { minMs: 5, maxMs: 20 },
    firmware: { family: family === "1.6 signed" ? "Signed" : "Plain", installMs: 10, retryIntervalMs: 5, ...firmware },
    ...options,
  });
  await station.connect();
  return station;
}

type Order = { readonly requestId?: number; readonly location?: string; readonly retries?: number; readonly at?: Date };

/** Orders an update the way the family knows; its answer, or the code of the error. */
async function order(family: Family, { requestId = 7, location = images.url, retries, at = new Date() }: Order = {}) {
  const tries = retries === undefined ? {} : { retries, retryInterval: 1 };
  const signed = {
    requestId,
    ...tries,
    firmware: { location, retrieveDateTime: at.toISOString(), signingCertificate: CERTIFICATE, signature: "c2ln" },
  };
  const plain = { location, retrieveDate: at.toISOString(), ...tries };
  const outcome = await (family === "1.6"
    ? csms.command("UpdateFirmware", plain)
    : csms.command(family === "2.0.1" ? "UpdateFirmware" : "SignedUpdateFirmware", signed));
  return "error" in outcome ? outcome.error : (outcome.answer["status"] ?? "{}");
}

const isFirmwareStatus = ({ action }: { readonly action: string }) => action.endsWith("FirmwareStatusNotification");
const told = () =>
  csms.frames.filter(isFirmwareStatus).map(({ payload }) => [payload["status"], payload["requestId"]] as const);
const toldWords = () => told().map(([status]) => status);
const versionsTold = () => csms.of("BootNotification").map(({ payload }) => versionOf(payload));
const versionOf = (payload: Readonly<Record<string, unknown>>) =>
  payload["firmwareVersion"] ?? (payload["chargingStation"] as { firmwareVersion: string }).firmwareVersion;
const ended = async (): Promise<FirmwareUpdate> => (await station.once("updateEnded"))[0];

/** Orders one and waits until it is over. */
async function updated(family: Family, wanted?: Order): Promise<FirmwareUpdate> {
  const over = ended();
  await order(family, wanted);
  return over;
}

async function trigger(family: Family) {
  const action = family === "1.6 signed" ? "ExtendedTriggerMessage" : "TriggerMessage";
  const outcome = await csms.command(action, { requestedMessage: "FirmwareStatusNotification" });
  return "error" in outcome ? outcome.error : outcome.answer["status"];
}

describe.each(FAMILIES)("an update of a %s station", (family) => {
  const isPlain = family === "1.6";
  const id = isPlain ? undefined : 7;

  test("fetches the image, reboots into its version and then says that it is installed", async () => {
    await aStation(family);
    const update = await updated(family);
    expect(update).toMatchObject({ outcome: "Installed", download: { sha256: images.sha256, statuses: [200] } });
    expect(station.firmwareVersion).toBe("2.0.0");
    expect(versionsTold()).toEqual(["1.0.0", "2.0.0"]);
    await until(() => expect(toldWords().at(-1)).toBe("Installed"));
    const words = isPlain
      ? ["Downloading", "Downloaded", "Installing", "Installed"]
      : ["Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting", "Installed"];
    expect(told()).toEqual(words.map((word) => [word, id]));
    expect(csms.frames.findLastIndex(({ action }) => action === "BootNotification")).toBeLessThan(
      csms.frames.findLastIndex(isFirmwareStatus),
    );
    expect(station.violations).toEqual([]);
  });

  test("says Installed before the reboot where it is so configured", async () => {
    await aStation(family, { saysInstalled: "BeforeReboot" });
    await updated(family);
    expect(csms.frames.findLastIndex(isFirmwareStatus)).toBeLessThan(
      csms.frames.findLastIndex(({ action }) => action === "BootNotification"),
    );
    expect(station.firmwareVersion).toBe("2.0.0");
  });

  test("takes its connectors out of service while it installs, and puts them back", async () => {
    await aStation(family);
    await updated(family);
    const statuses = csms
      .of("StatusNotification")
      .filter(({ payload }) => (payload["evseId"] ?? payload["connectorId"]) === 1)
      .map(({ payload }) => payload["connectorStatus"] ?? payload["status"]);
    expect(statuses).toEqual(["Available", "Unavailable", "Available"]);
  });

  test("goes on with a Range where the download was cut", async () => {
    await aStation(family);
    images.cutNext(20_000, 10_000);
    const { download } = await updated(family, { retries: 2 });
    expect(images.ranges).toEqual([null, "bytes=20000-", "bytes=30000-"]);
    expect(download).toMatchObject({ offsets: [0, 20_000, 30_000], statuses: [200, 206, 206], sha256: images.sha256 });
  });

  test("fetches in ranges of its own size", async () => {
    await aStation(family, { chunkBytes: 20_000 });
    const { download } = await updated(family);
    expect(images.ranges).toEqual(["bytes=0-19999", "bytes=20000-39999", "bytes=40000-59999"]);
    expect(download.sha256).toBe(images.sha256);
  });

  test("gives up after the tries it was given", async () => {
    await aStation(family);
    images.refuseNext(410, 503, 404);
    const { outcome, download } = await updated(family, { retries: 2 });
    expect(outcome).toBe("Failed");
    expect(download).toMatchObject({ statuses: [410, 503, 404], sha256: null });
    await until(() => expect(toldWords().at(-1)).toBe("DownloadFailed"));
    expect(station.firmwareVersion).toBe("1.0.0");
  });

  test("fails what it has no protocol for", async () => {
    await aStation(family);
    expect(await updated(family, { location: "ftp://127.0.0.1/image.bin" })).toMatchObject({ outcome: "Failed" });
  });

  test("does not fetch before its time", async () => {
    await aStation(family);
    const at = new Date(Date.now() + 150);
    await updated(family, { at });
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
    expect(toldWords()[0]).toBe(isPlain ? "Downloading" : "DownloadScheduled");
  });

  test("waits for a session to end, and takes no other in between", async () => {
    await aStation(family);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await order(family);
    await until(() => expect(station.status(2)).toBe("Unavailable"));
    expect(station.updates[0]?.steps).toContain("InstallScheduled");
    await station.plugIn(2);
    await expect(station.startCharging(2, "TAG-2")).rejects.toThrow("Unavailable");
    const over = ended();
    await station.stopCharging(1);
    expect(await over).toMatchObject({ outcome: "Installed", hadSession: true });
  });

  test("an order in an open session is held against the CSMS only in plain 1.6", async () => {
    await aStation(family);
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    await order(family);
    const blamed = station.violations.map(({ what }) => what);
    expect(blamed).toEqual(isPlain ? ["An update was ordered in an open session"] : []);
  });

  test("answers a trigger with what it told last, and with Idle once it is installed", async () => {
    await aStation(family, { bytesPerSecond: 100_000 });
    expect(await trigger(family)).toBe("Accepted");
    await until(() => expect(told()).toEqual([["Idle", undefined]]));
    await order(family);
    await until(() => expect(toldWords()).toEqual(["Idle", "Downloading"]));
    await trigger(family);
    await until(() =>
      expect(told().slice(1)).toEqual([
        ["Downloading", id],
        ["Downloading", id],
      ]),
    );
    await ended();
    await trigger(family);
    await until(() =>
      expect(told().slice(-2)).toEqual([
        ["Installed", id],
        ["Idle", undefined],
      ]),
    );
  });

  test("a second order while one is under way is held against the CSMS", async () => {
    await aStation(family, { bytesPerSecond: 200_000 });
    await order(family, { requestId: 7 });
    await until(() => expect(toldWords()).toContain("Downloading"));
    expect(await order(family, { requestId: 8 })).toBe(isPlain ? "GenericError" : "AcceptedCanceled");
    expect(station.violations.map(({ what }) => what)).toEqual([
      `An update was ordered while ${isPlain ? "one" : "7"} is under way`,
    ]);
    await ended();
    expect(station.updates.map(({ outcome }) => outcome)).toEqual(
      isPlain ? ["Installed", "Refused"] : ["Cancelled", "Installed"],
    );
    if (!isPlain) expect(told()).toContainEqual(["DownloadFailed", 7]);
  });

  test("a reset in the middle of a download loses the update", async () => {
    await aStation(family, { bytesPerSecond: 50_000 });
    await order(family);
    await until(() => expect(station.updates[0]?.download.bytes).toBeGreaterThan(0));
    await station.reboot();
    expect(station.updates[0]?.outcome).toBe("Interrupted");
    await trigger(family);
    await until(() => expect(toldWords().at(-1)).toBe("Idle"));
  });
});

describe.each(FAMILIES)("what goes wrong with a %s station", (family) => {
  const isPlain = family === "1.6";

  test("a slow download arrives all the same", async () => {
    await aStation(family, { fault: "SlowDownload", bytesPerSecond: 2_000_000 });
    const from = Date.now();
    expect(await updated(family)).toMatchObject({ outcome: "Installed" });
    expect(Date.now() - from).toBeGreaterThan(150);
  });

  test("two updates fail to download, the third arrives", async () => {
    await aStation(family, { fault: "DownloadFailsTwice" });
    for (const requestId of [7, 8, 9]) await updated(family, { requestId });
    expect(station.updates.map(({ outcome }) => outcome)).toEqual(["Failed", "Failed", "Installed"]);
  });

  test("every download fails", async () => {
    await aStation(family, { fault: "DownloadFails" });
    expect(await updated(family)).toMatchObject({ outcome: "Failed", steps: ["Downloading", "DownloadFailed"] });
  });

  test("the image cannot be installed", async () => {
    await aStation(family, { fault: "InstallFails" });
    expect(await updated(family)).toMatchObject({ outcome: "Failed" });
    await until(() => expect(toldWords().at(-1)).toBe("InstallationFailed"));
    expect(station.status(1)).toBe("Available");
  });

  test("says Installed and is never seen again", async () => {
    await aStation(family, { fault: "DiesAfterInstalled" });
    expect(await updated(family)).toMatchObject({ outcome: "Lost" });
    expect(station.isConnected).toBe(false);
    expect(toldWords().at(-1)).toBe("Installed");
    expect(csms.sockets).toHaveLength(1);
  });

  test("says Installed with its old version", async () => {
    await aStation(family, { fault: "BootsOldVersion" });
    await updated(family);
    expect(versionsTold()).toEqual(["1.0.0", "1.0.0"]);
    await until(() => expect(toldWords().at(-1)).toBe("Installed"));
  });

  test("a mute one tells its new version and nothing else", async () => {
    await aStation(family, { fault: "Mute" });
    await updated(family);
    expect(versionsTold()).toEqual(["1.0.0", "2.0.0"]);
    expect(await trigger(family)).toBe("NotImplemented");
    expect(told()).toEqual([]);
  });

  test("tells everything twice and in a wrong order", async () => {
    await aStation(family, { fault: "Jumbled" });
    await updated(family);
    const expected = ["Downloading", "Downloading", "Downloaded", "Downloaded", "Downloading"];
    await until(() => expect(toldWords().at(isPlain ? -2 : -3)).toBe("Installed"));
    expect(toldWords().slice(0, 5)).toEqual(expected);
  });

  test("refuses while it charges, and takes it afterwards", async () => {
    await aStation(family, { fault: "RejectsWhileCharging" });
    await station.plugIn(1);
    await station.startCharging(1, "TAG-1");
    expect(await order(family, { requestId: 7 })).toBe(isPlain ? "GenericError" : "Rejected");
    await station.unplug(1);
    expect(await updated(family, { requestId: 8 })).toMatchObject({ outcome: "Installed" });
  });

  test("comes back with the settings of the factory", async () => {
    await aStation(family, { fault: "ResetsSettings" });
    const interval = async () => {
      const outcome = await (family === "2.0.1"
        ? csms.command("GetVariables", {
            getVariableData: [{ component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } }],
          })
        : csms.command("GetConfiguration", { key: ["HeartbeatInterval"] }));
      return JSON.stringify(outcome);
    };
    expect(await interval()).not.toContain('"86400"');
    await updated(family);
    expect(await interval()).toContain('"86400"');
  });

  test("comes back faulted", async () => {
    await aStation(family, { fault: "BootsFaulted" });
    await updated(family);
    expect(station.status(1)).toBe("Faulted");
    expect(station.status(2)).toBe("Available");
  });

  test("comes back without one of its connectors", async () => {
    await aStation(family, { fault: "LosesConnector" });
    const ofTheLast = () =>
      csms.of("StatusNotification").filter(({ payload }) => (payload["evseId"] ?? payload["connectorId"]) === 2).length;
    await until(() => expect(ofTheLast()).toBe(1));
    await updated(family);
    // Unavailable before the install; then no more.
    expect(ofTheLast()).toBe(2);
  });

  test("loses its connection again and again", async () => {
    await aStation(family, { fault: "Flaps" });
    await updated(family);
    await until(() => expect(csms.sockets.length).toBeGreaterThanOrEqual(6));
  });

  test("stays away for long, and comes back with the new version", async () => {
    await aStation(family, { fault: "LongOffline", longOfflineMs: 300 });
    const from = Date.now();
    expect(await updated(family)).toMatchObject({ outcome: "Installed" });
    expect(Date.now() - from).toBeGreaterThanOrEqual(300);
    expect(station.firmwareVersion).toBe("2.0.0");
  });

  test("begins to charge once it was asked whether it is busy", async () => {
    await aStation(family, { fault: "ChargesAfterCheck", sessionMs: 50 });
    const started = station.once("sessionStarted");
    await trigger(family);
    await started;
    await station.once("sessionEnded");
    await trigger(family);
    expect(station.session(1)).toBeNull();
  });

  test("knows no trigger for its firmware", async () => {
    await aStation(family, { fault: "NoTrigger" });
    expect(await trigger(family)).toBe("NotImplemented");
    expect(await updated(family)).toMatchObject({ outcome: "Installed" });
  });
});

describe.each(["1.6 signed", "2.0.1"] as const)("a %s station that checks", (family) => {
  test("does not install what its signature does not fit", async () => {
    await aStation(family, { fault: "InvalidSignature" });
    expect(await updated(family)).toMatchObject({ outcome: "Failed" });
    await until(() => expect(toldWords().at(-1)).toBe("InvalidSignature"));
    expect(csms.of("SecurityEventNotification").map(({ payload }) => payload["type"])).toEqual([
      "InvalidFirmwareSignature",
    ]);
    expect(station.firmwareVersion).toBe("1.0.0");
  });

  test("refuses a certificate that it does not trust", async () => {
    await aStation(family, { fault: "InvalidCertificate" });
    expect(await order(family)).toBe("InvalidCertificate");
    expect(station.updates.map(({ outcome }) => outcome)).toEqual(["Refused"]);
  });

  test("holds a requestId that comes twice against the CSMS", async () => {
    await aStation(family);
    await updated(family, { requestId: 7 });
    await updated(family, { requestId: 7 });
    expect(station.violations.map(({ what }) => what)).toEqual(["The requestId 7 was used twice"]);
  });
});

test("a 1.6 station with the whitepaper knows no update without a signature", async () => {
  await aStation("1.6 signed");
  expect(await order("1.6")).toBe("NotSupported");
  expect(station.updates).toEqual([]);
});

test("a plain 1.6 station knows no signed update", async () => {
  await aStation("1.6");
  expect(await order("1.6 signed")).toBe("NotImplemented");
});

test("an image that says nothing of itself is not installed", async () => {
  await aStation("2.0.1", { versionOf: () => null });
  expect(await updated("2.0.1")).toMatchObject({ outcome: "Failed" });
  await until(() => expect(toldWords().at(-1)).toBe("InstallVerificationFailed"));
});
