/** From a request to the REST API to the frame a charger gets, and from its answer back to what the API tells. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandContext } from "@/ocpp-gateway/adapters/adapter";
import { knownActions } from "@/ocpp-gateway/schemas/load";
import { dialAndBoot, type RawStation, VERSIONS } from "../../gateway/support/raw-station";
import { wholePayload } from "../../gateway/support/whole-payload";
import { startGateway, type TestGateway } from "../../support/gateway";
import { type Caller, openCaller } from "./caller";

type Golden = {
  readonly name: string;
  readonly frame: readonly [number, string, string, object];
  readonly means: { readonly type: string };
  readonly context?: CommandContext;
};

let caller: Caller;
let kituo: TestGateway;
beforeAll(async () => {
  caller = await openCaller({ isLive: true });
  kituo = await startGateway({ databaseUrl: caller.books.url });
});
afterAll(async () => {
  await kituo.stop();
  await caller.close();
});

describe.each(VERSIONS)("a charger that speaks %s", (version) => {
  const schemas = `ocpp${version}` as const;
  const identity = `WIRE-${version}`;
  let station: RawStation;
  beforeAll(async () => {
    await kituo.addStation(identity);
    station = await dialAndBoot(kituo.ocppUrl, identity, version);
  });
  afterAll(() => station.leave());

  /** Answers all that comes up to the call of this command: a setting that was changed is read back. */
  const answerCalls = async (id: string) => {
    for (;;) {
      const [, messageId, action, payload] = await station.next(([type]) => type === 2);
      const answer = wholePayload(schemas, String(action), "Response");
      station.say([3, messageId, answer]);
      const row = await caller.books.db.command.findUniqueOrThrow({ where: { id } });
      if (row.messageId === messageId) return { action, payload, answer };
    }
  };

  /** Asks over REST, answers as the charger with every field there is, and reads the command over REST. */
  const exchange = async (json: object) => {
    const asked = await caller.call("POST", `/stations/${identity}/commands`, { json });
    expect(asked).toMatchObject({ status: 202 });
    const { action, payload, answer } = await answerCalls(String(asked.body["id"]));
    const path = `/commands/${String(asked.body["id"])}`;
    await expect.poll(async () => (await caller.call("GET", path)).body["answeredAt"]).not.toBeNull();
    const told = await caller.call("GET", path, { as: "viewer" });
    const { number } = await caller.books.db.command.findUniqueOrThrow({ where: { id: String(asked.body["id"]) } });
    return { action, payload, answer, told: told.body, number };
  };

  const actions = [...knownActions(schemas)].flatMap(([action, way]) => (way === "StationToCsms" ? [] : [action]));
  test.each(actions)("gets %s with every field, and its answer is told", async (action) => {
    const payload = wholePayload(schemas, action, "Request");
    const got = await exchange({ action, payload });
    expect(got).toMatchObject({ action, payload });
    expect(got.told).toMatchObject({ name: "Raw", action, answer: got.answer, errorCode: null });
  });

  const goldens = readGoldens(version === "1.6" ? "v16" : "v201").filter(
    ({ means, context }) => means.type !== "Raw" && (context?.session ?? null) === null,
  );
  test.each(goldens)("gets $name", async ({ frame, means: { type, ...fields }, context }) => {
    const got = await exchange({ command: type, ...(inFuture(fields) as object) });
    expect(got.action).toBe(frame[2]);
    expect(got.payload).toEqual(numbered(inFuture(frame[3]), context?.number, got.number));
    expect(got.told).toMatchObject({ name: type, action: frame[2], answer: got.answer, errorCode: null });
  });

  test("gets nothing that its schema forbids, and the API says what is wrong with it", async () => {
    const json = { action: "Reset", payload: { type: 7 } };
    const asked = await caller.call("POST", `/stations/${identity}/commands?wait=10`, { json });
    expect(asked.body).toMatchObject({ state: "Failed", errorCode: "InvalidPayload" });
    expect(asked.body["errorDescription"]).toMatch(/type/);
    expect(station.untaken().filter(([type]) => type === 2)).toEqual([]);
  });

  test("gets nothing that our own rules forbid: the API refuses it, and names the field", async () => {
    const json = { command: "SetChargingProfile", evse: 1, profile: { id: 1 } };
    const asked = await caller.call("POST", `/stations/${identity}/commands`, { json });
    expect(asked.status).toBe(400);
    expect(JSON.stringify(asked.body)).toContain("profile");
  });
});

function readGoldens(folder: string): readonly Golden[] {
  const directory = new URL(`../../frames/${folder}/`, import.meta.url);
  return readdirSync(directory)
    .filter((file) => file.startsWith("command-"))
    .map((file) => ({
      name: file.replace(/^command-|\.json$/g, "").replaceAll("-", " "),
      ...JSON.parse(readFileSync(new URL(file, directory), "utf8")),
    }));
}

/** Instants of the frames, ten years on: some must not have passed. */
const inFuture = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === "string" ? inner.replace(/^202(?=\d-\d\d-\d\dT)/, "203") : inner,
  );

/** The command's own number stands where the frame has the example's. */
const numbered = (value: unknown, from: number | undefined, to: number): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner: unknown) => (from !== undefined && inner === from ? to : inner));
