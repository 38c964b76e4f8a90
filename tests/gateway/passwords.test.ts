import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { requestCommand } from "@/lib/services/commands/request-command";
import { resetPassword } from "@/lib/services/stations/reset-password";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, dialAndBoot, type RawStation, refusalOf, VERSIONS, type Version } from "./support/raw-station";

const OLD = "the-old-password";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 1_000 });
});
afterAll(() => kituo.stop());

let made = 0;
async function aStation(version: Version = "1.6"): Promise<RawStation> {
  made += 1;
  const identity = `ROTATES-${made}`;
  await kituo.addStation(identity, { password: OLD });
  return dialAndBoot(kituo.ocppUrl, identity, version, { password: OLD });
}

/** Starts a rotation and takes the call by which the station is told. */
async function told(station: RawStation) {
  const { id } = await rotatePassword(kituo.ctx, { identity: station.identity });
  const [, messageId, action, payload] = await station.next((frame) => frame[0] === 2);
  const said = payload as { value?: string; setVariableData?: { attributeValue: string }[] };
  const key = said.value ?? said.setVariableData?.[0]?.attributeValue ?? "";
  const password = action === "ChangeConfiguration" ? Buffer.from(key, "hex") : key;
  return { id, messageId, action, payload, key, password };
}

const answered = (version: Version, status: string) =>
  version === "1.6"
    ? { status }
    : {
        setVariableResult: [
          {
            component: { name: "SecurityCtrlr" },
            variable: { name: "BasicAuthPassword" },
            attributeStatus: status,
          },
        ],
      };

const stateOf = async (id: string): Promise<string> =>
  (await kituo.db.command.findUniqueOrThrow({ where: { id } })).state;
const becomes = (id: string, state: string) => vi.waitFor(async () => expect(await stateOf(id)).toBe(state), 5_000);

async function letIn({ identity }: RawStation, password: string | Buffer): Promise<void> {
  const station = await dial(kituo.ocppUrl, identity, "1.6", { password });
  await station.ask("Heartbeat", {});
  await station.leave();
}

const isShutOut = async ({ identity }: RawStation, password: string | Buffer): Promise<boolean> => {
  const url = `${kituo.ocppUrl}/${identity}`;
  return (await refusalOf(url, { identity, password })).status === 401;
};

describe.each(VERSIONS)("a station of %s that is told a new password", (version) => {
  test("is done with it once it signs in with it, and the old one is void from then on", async () => {
    const station = await aStation(version);
    const { id, messageId, action, payload, key, password } = await told(station);
    if (version === "1.6") {
      expect([action, payload]).toEqual(["ChangeConfiguration", { key: "AuthorizationKey", value: key }]);
      expect(key).toMatch(/^[0-9a-f]{40}$/);
    } else {
      expect(action).toBe("SetVariables");
      expect(key).toMatch(/^[A-Za-z0-9]{20}$/);
    }
    station.say([3, messageId, answered(version, "Accepted")]);
    await becomes(id, "WaitingForEffect");
    await station.leave();
    await letIn(station, password);
    await becomes(id, "Done");
    expect(await isShutOut(station, OLD)).toBe(true);
    await letIn(station, password);
  });

  test("that refuses it keeps the old one, and the new one is void", async () => {
    const station = await aStation(version);
    const { id, messageId, password } = await told(station);
    station.say([3, messageId, answered(version, "Rejected")]);
    await becomes(id, "Rejected");
    expect(await isShutOut(station, password)).toBe(true);
    await letIn(station, OLD);
  });
});

test("the new key may come in any of its three forms", async () => {
  for (const formOf of [
    (key: string) => Buffer.from(key, "hex"),
    (key: string) => key,
    (key: string) => key.toUpperCase(),
  ]) {
    const station = await aStation();
    const { messageId, key } = await told(station);
    station.say([3, messageId, { status: "Accepted" }]);
    await station.leave();
    await letIn(station, formOf(key));
    expect(await isShutOut(station, OLD)).toBe(true);
  }
});

test("a station that was cut off before it answered may come back with either, and decides by it", async () => {
  const [takes, keeps] = await Promise.all([aStation(), aStation()]);
  const [taken, lost] = await Promise.all([told(takes), told(keeps)]);
  for (const station of [takes, keeps]) station.ws.terminate();
  await becomes(taken.id, "NoAnswer");
  await letIn(takes, taken.password);
  await becomes(taken.id, "Done");
  expect(await isShutOut(takes, OLD)).toBe(true);
  await becomes(lost.id, "NoAnswer");
  await letIn(keeps, OLD);
  expect(await isShutOut(keeps, lost.password)).toBe(true);
});

test("a station that comes back with the old one before it was told is told then", async () => {
  const station = await aStation();
  const before = { type: "GetSettings" } as const;
  await requestCommand(kituo.ctx, { identity: station.identity, command: before });
  await station.next((frame) => frame[0] === 2);
  const { id } = await rotatePassword(kituo.ctx, { identity: station.identity });
  station.ws.terminate();
  const again = await dial(kituo.ocppUrl, station.identity, "1.6", { password: OLD });
  const [, messageId, , payload] = await again.next((frame) => frame[0] === 2);
  again.say([3, messageId, { status: "Accepted" }]);
  await becomes(id, "WaitingForEffect");
  await again.leave();
  await letIn(station, Buffer.from((payload as { value: string }).value, "hex"));
  expect(await isShutOut(station, OLD)).toBe(true);
});

test("where the new one waits for a restart, the old one still signs in and voids nothing", async () => {
  const station = await aStation();
  const { id, messageId, password } = await told(station);
  station.say([3, messageId, { status: "RebootRequired" }]);
  await becomes(id, "WaitingForEffect");
  await letIn(station, OLD);
  await letIn(station, password);
  await becomes(id, "Done");
  expect(await isShutOut(station, OLD)).toBe(true);
});

test("one change is decided before the next begins, and a password set by hand ends it", async () => {
  const station = await aStation();
  const { password } = await told(station);
  await expect(rotatePassword(kituo.ctx, { identity: station.identity })).rejects.toMatchObject({ code: "Conflict" });
  await resetPassword(kituo.ctx, { identity: station.identity, password: "set-by-hand-123" });
  await station.closed;
  expect(await isShutOut(station, password)).toBe(true);
  await letIn(station, "set-by-hand-123");
});

test("nobody can read the new password afterwards, neither in the books nor in what is told", async () => {
  const station = await aStation();
  const { id, messageId, key, password } = await told(station);
  station.say([3, messageId, { status: "Accepted" }]);
  await becomes(id, "WaitingForEffect");
  const command = await kituo.db.command.findUniqueOrThrow({ where: { id } });
  const { id: stationId } = await kituo.db.station.findUniqueOrThrow({ where: { identity: station.identity } });
  const log = await vi.waitFor(() => kituo.db.messageLog.findFirstOrThrow({ where: { stationId, direction: "Out" } }));
  const events = await kituo.db.outboxEntry.findMany();
  const known = JSON.stringify([command, log.request, events.map(({ event }) => event)]);
  expect(known).not.toContain(key);
  expect(known).not.toContain(password.toString());
  await station.leave();
});

test("a station that is away, blocked or signs in by certificate is told nothing", async () => {
  await kituo.addStation("AWAY", { password: OLD });
  await expect(rotatePassword(kituo.ctx, { identity: "AWAY" })).rejects.toMatchObject({ code: "Conflict" });
  await kituo.addStation("CERTIFIED", { securityProfile: 3 });
  await expect(rotatePassword(kituo.ctx, { identity: "CERTIFIED" })).rejects.toThrow(/by its certificate/);
  expect(await kituo.db.command.count({ where: { station: { identity: { in: ["AWAY", "CERTIFIED"] } } } })).toBe(0);
});
