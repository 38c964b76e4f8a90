import { describe, expect, test } from "vitest";
import { NO_FILTER } from "@/lib/domain/message-filter";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import { createLiveLog } from "@/ocpp-gateway/runtime/live-log";

const NOW = Date.parse("2026-11-22T10:00:00.000Z");

const row = (messageId: string, facts: Partial<MessageRow> = {}): MessageRow => ({
  stationId: 1,
  identity: "CP-1",
  epoch: 1,
  at: new Date(NOW),
  direction: "In",
  messageId,
  action: "StatusNotification",
  result: "Ok",
  latencyMs: 3,
  request: '{"connectorId":1,"status":"Charging"}',
  response: "{}",
  ...facts,
});
const rows = (count: number, facts: Partial<MessageRow> = {}): MessageRow[] =>
  Array.from({ length: count }, (_, index) => row(`m${index}`, facts));

describe("the live tail", () => {
  test("tells each follower what passes its filter, once", () => {
    const log = createLiveLog();
    log.follow("all", NO_FILTER);
    log.follow("other", { ...NO_FILTER, identity: "CP-2" });
    log.follow("errors", { ...NO_FILTER, result: "Error" });
    log.take([row("a"), row("b", { result: "FormationViolation" }), row("c", { identity: "CP-2" })], NOW);
    const told = [...log.news()].map(([name, { messages }]) => [name, messages.map(({ messageId }) => messageId)]);
    expect(told).toEqual([
      ["all", ["a", "b", "c"]],
      ["other", ["c"]],
      ["errors", ["b"]],
    ]);
    expect(log.news().size).toBe(0);
  });

  test("tells what the list would show, without a number", () => {
    const log = createLiveLog();
    log.follow("f", NO_FILTER);
    log.take([row("a")], NOW);
    expect(log.news().get("f")?.messages[0]).toEqual({
      id: null,
      identity: "CP-1",
      at: "2026-11-22T10:00:00.000Z",
      direction: "In",
      messageId: "a",
      action: "StatusNotification",
      result: "Ok",
      latencyMs: 3,
      summary: "status c1 Charging",
      transactionRef: null,
      request: '{"connectorId":1,"status":"Charging"}',
      response: "{}",
      requestChars: 37,
      responseChars: 2,
    });
  });

  test("leaves out what is above fifty a second, and says how much", () => {
    const log = createLiveLog();
    log.follow("f", NO_FILTER);
    log.take(rows(30), NOW);
    log.take(rows(45), NOW + 400);
    expect(log.news().get("f")).toMatchObject({ messages: { length: 50 }, skipped: 25 });
    log.take(rows(3), NOW + 900);
    expect(log.news().get("f")).toMatchObject({ messages: [], skipped: 3 });
    log.take(rows(3), NOW + 1_000);
    expect(log.news().get("f")).toMatchObject({ messages: { length: 3 }, skipped: 0 });
  });

  test("shows an error among thousands to whoever looks for errors", () => {
    const log = createLiveLog();
    log.follow("errors", { ...NO_FILTER, result: "Problem" });
    log.take([...rows(5_000), row("bad", { result: "NoAnswer" })], NOW);
    expect(log.news().get("errors")).toMatchObject({ messages: [{ messageId: "bad" }], skipped: 0 });
  });

  test("carries no long payload, only its length", () => {
    const log = createLiveLog();
    log.follow("f", NO_FILTER);
    log.take([row("a", { request: "x".repeat(20_000) })], NOW);
    expect(log.news().get("f")?.messages[0]).toMatchObject({ request: null, requestChars: 20_000 });
  });

  test("keeps nothing for those who left", () => {
    const log = createLiveLog();
    log.follow("f", NO_FILTER);
    log.take(rows(3), NOW);
    log.leave("f");
    log.take(rows(3), NOW);
    expect([log.followers(), log.news().size]).toEqual([[], 0]);
  });
});
