import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { knownActions } from "@/ocpp-gateway/schemas/load";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, VERSIONS } from "./support/raw-station";
import { wholePayload } from "./support/whole-payload";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

describe.each(VERSIONS)("to a station that speaks %s", (version) => {
  const schemas = `ocpp${version}` as const;
  const identity = `RAW-${version}`;
  const actions = [...knownActions(schemas)].flatMap(([action, direction]) =>
    direction === "StationToCsms" ? [] : [action],
  );
  let station: RawStation;
  beforeAll(async () => {
    await kituo.addStation(identity);
    station = await dialAndBoot(kituo.ocppUrl, identity, version);
  });
  afterAll(() => station.leave());

  test("every action there is can be sent", () => {
    expect(actions).toHaveLength(version === "1.6" ? 26 : 40);
  });

  test.each(actions)("%s is sent with every field there is, and its whole answer is read", async (action) => {
    const payload = wholePayload(schemas, action, "Request");
    const answer = wholePayload(schemas, action, "Response");
    const { id } = await requestCommand(kituo.ctx, { identity, command: { type: "Raw", action, payload } });
    const [, messageId, ...call] = await station.next(([type]) => type === 2);
    expect(call).toEqual([action, payload]);
    station.say([3, messageId, answer]);
    const settled = await vi.waitFor(async () => {
      const command = await readCommand(kituo.ctx, id);
      expect(command.answeredAt).not.toBeNull();
      return command;
    }, 5_000);
    expect(settled).toMatchObject({ action, errorCode: null, answer });
    expect(settled.answerStatus).toBe(typeof answer["status"] === "string" ? answer["status"] : settled.answerStatus);
  });
});
