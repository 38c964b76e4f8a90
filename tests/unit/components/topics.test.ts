import { describe, expect, test } from "vitest";
import { createTopics } from "@/components/live/topics";
import type { JoinAnswer, Topic } from "@/lib/live/contract";

function aPage() {
  const joins: { topic: Topic; position: number; answer: (result: JoinAnswer | null) => void }[] = [];
  const left: Topic[] = [];
  const page = { refreshes: 0, isOpen: true };
  const topics = createTopics({
    isOpen: () => page.isOpen,
    join: (topic, position, answer) => void joins.push({ topic, position, answer }),
    leave: (topic) => void left.push(topic),
    refresh: () => {
      page.refreshes += 1;
    },
    onChange: () => {},
  });
  const answer = (result: JoinAnswer | null): void => joins.at(-1)?.answer(result);
  return { topics, joins, left, page, answer };
}

describe("the topics a page follows", () => {
  test("are joined at the position of the snapshot", () => {
    const { topics, joins } = aPage();
    topics.follow("fleet", 41);
    expect(joins).toMatchObject([{ topic: "fleet", position: 41 }]);
  });

  test("a message that continues the last one asks for nothing", () => {
    const { topics, answer, page } = aPage();
    topics.follow("fleet", 41);
    answer({ ok: true, version: 42 });
    topics.receive({ topic: "fleet", previous: 42, version: 45 });
    topics.receive({ topic: "fleet", previous: 45, version: 46 });
    expect({ refreshes: page.refreshes, behind: topics.isCatchingUp() }).toEqual({ refreshes: 0, behind: false });
  });

  test("a gap reads the page again and joins anew at the new snapshot's position", () => {
    const { topics, answer, page, joins } = aPage();
    topics.follow("fleet", 41);
    answer({ ok: true, version: 42 });
    topics.receive({ topic: "fleet", previous: 50, version: 51 });
    expect({ refreshes: page.refreshes, behind: topics.isCatchingUp() }).toEqual({ refreshes: 1, behind: true });

    topics.follow("fleet", 60);
    answer({ ok: true, version: 60 });
    expect({ at: joins.at(-1)?.position, behind: topics.isCatchingUp() }).toEqual({ at: 60, behind: false });
  });

  test("a message told twice is no gap", () => {
    const { topics, answer, page } = aPage();
    topics.follow("fleet", 41);
    answer({ ok: true, version: 45 });
    topics.receive({ topic: "fleet", previous: 41, version: 43 });
    topics.receive({ topic: "fleet", previous: 45, version: 46 });
    expect(page.refreshes).toBe(0);
  });

  test("a position too old to replay reads the page again", () => {
    const { topics, answer, page } = aPage();
    topics.follow("station:CP-1", 3);
    answer({ ok: false, reason: "resync" });
    expect({ refreshes: page.refreshes, behind: topics.isCatchingUp() }).toEqual({ refreshes: 1, behind: true });
  });

  test("after a reconnection each goes on where it was", () => {
    const { topics, answer, joins, page } = aPage();
    topics.follow("fleet", 41);
    answer({ ok: true, version: 42 });
    topics.receive({ topic: "fleet", previous: 42, version: 49 });
    topics.rejoinAll();
    expect({ at: joins.at(-1)?.position, refreshes: page.refreshes }).toEqual({ at: 49, refreshes: 0 });
  });

  test("a refreshed page that lets go and takes hold again at once never leaves", async () => {
    const { topics, left } = aPage();
    const letGo = topics.follow("fleet", 41);
    letGo();
    topics.follow("fleet", 44);
    await Promise.resolve();
    expect(left).toEqual([]);
  });

  test("a topic nobody shows any more is left", async () => {
    const { topics, left } = aPage();
    topics.follow("fleet", 41)();
    await Promise.resolve();
    expect(left).toEqual(["fleet"]);
  });
});
