import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DomainEvent } from "@/lib/domain/domain-event";
import type { ChangeMessage, Topic } from "@/lib/live/contract";
import type { PlacedEvent } from "@/lib/services/outbox/read-after";
import { createLiveTopics, isTopic, topicsOf } from "@/ocpp-gateway/runtime/live-topics";

const AT = "2025-06-01T12:00:00.000Z";
const changed = (identity: string, rev: number, connector = 1): DomainEvent => ({
  type: "ConnectorChanged",
  identity,
  rev,
  connector: {
    evse: connector,
    connector: 1,
    status: "Available",
    occupancy: null,
    errorCode: null,
    info: null,
    vendorErrorCode: null,
    statusAt: AT,
  },
});
const placed = (position: number, identity = "A", connector = 1): PlacedEvent => ({
  position,
  event: changed(identity, position, connector),
});
const revs = (message: ChangeMessage | null | undefined) =>
  message?.events.map((event) => (event.type === "ConnectorChanged" ? event.rev : null));
const A: Topic = "station:A";

describe("an event", () => {
  test("concerns the charger it is of, and the fleet", () => {
    expect(topicsOf(changed("A", 1))).toEqual(["fleet", A]);
  });

  test("of a site concerns everybody who shows the fleet", () => {
    expect(topicsOf({ type: "SiteChanged", siteId: 7 })).toEqual(["fleet"]);
  });

  test("of a refused handshake concerns the inbox and the charger, not the fleet", () => {
    const refused = { reason: "UnknownStation", remoteAddress: null, at: AT, count: 1 };
    expect(topicsOf({ type: "HandshakeRefused", identity: "A", ...refused })).toEqual(["inbox", A]);
  });
});

test.each([
  ["fleet", true],
  ["inbox", true],
  ["station:CP 1/ü", true],
  ["session:42", true],
  ["station:", false],
  [`station:${"x".repeat(256)}`, false],
  ["session:x", false],
  ["session:12345678901", false],
  ["fleet ", false],
  [42, false],
])("%j is a topic: %s", (text, is) => {
  expect(isTopic(text)).toBe(is);
});

describe("a topic", () => {
  const begunAt = (start: number) => createLiveTopics(() => start);

  test("tells one who joins what came after his page, and then the rest", () => {
    const topics = begunAt(10);
    topics.take([placed(11, "A", 1), placed(12, "B"), placed(13, "A", 2)]);
    const missed = topics.since(A, 11);
    expect([missed?.previous, missed?.version, revs(missed)]).toEqual([11, 13, [13]]);
    topics.take([placed(14, "A", 3)]);
    const [news] = topics.news([A]);
    expect([news?.previous, news?.version, revs(news)]).toEqual([13, 14, [14]]);
    expect(topics.news([A])).toEqual([]);
  });

  test("of several events of one thing tells the newest only", () => {
    const topics = begunAt(0);
    topics.since(A, 0);
    topics.take([placed(1), placed(2, "A", 2), placed(3)]);
    expect(topics.news([A]).map(revs)).toEqual([[2, 3]]);
  });

  test("has the page read again whose position is before all that is known", () => {
    const topics = begunAt(10);
    expect(topics.since(A, 9)).toBeNull();
    expect(topics.since(A, 10)).not.toBeNull();
    topics.take([placed(11)]);
    expect(topics.since(A, 9)).toBeNull();
    expect(topics.since(A, 10)).not.toBeNull();
  });

  test("keeps the last 20,000 events, and has older pages read again", () => {
    const topics = begunAt(0);
    topics.take(Array.from({ length: 20_005 }, (_, index) => placed(index + 1, `S${index}`)));
    expect(topics.since("fleet", 4)).toBeNull();
    expect(topics.since("fleet", 5)?.events).toHaveLength(20_000);
  });

  test("lets a page be ahead of what was read so far", () => {
    const topics = begunAt(10);
    expect(topics.since(A, 15)).toMatchObject({ version: 15, events: [] });
    topics.take([placed(12), placed(16)]);
    expect(topics.news([A])[0]).toMatchObject({ previous: 10, version: 16 });
  });

  test("shows a gap to one who joined before reading began, further on", () => {
    let start = 0;
    const topics = createLiveTopics(() => start);
    expect(topics.since(A, 500)?.version).toBe(500);
    start = 600;
    topics.take([placed(601)]);
    const [news] = topics.news([A]);
    expect(news?.previous).toBeGreaterThan(500);
  });

  test("without listeners keeps nothing to tell", () => {
    const topics = begunAt(0);
    topics.since(A, 0);
    topics.take([placed(1)]);
    topics.forget(A);
    topics.take([placed(2)]);
    expect(topics.news([A])).toEqual([]);
    expect(topics.since(A, 1)).toMatchObject({ previous: 1, version: 2 });
  });
});

/** A browser's page of one topic: what its snapshot says, and how it goes on from there. */
type Page = { readonly topic: Topic; readonly facts: Map<string, number>; version: number; hasGap: boolean };

/** What a topic's page must show once everything up to a position is known: the newest of each thing. */
function factsOf(topic: Topic, journal: readonly PlacedEvent[]): Map<string, number> {
  const facts = new Map<string, number>();
  for (const { position, event } of journal) {
    if (topicsOf(event).includes(topic)) facts.set(subject(event), position);
  }
  return facts;
}

const subject = (event: DomainEvent): string =>
  event.type === "ConnectorChanged" ? `${event.identity}:${event.connector.evse}` : event.type;

function receive(page: Page, message: ChangeMessage): void {
  if (message.previous > page.version) page.hasGap = true;
  if (page.hasGap) return;
  for (const event of message.events) {
    const rev = event.type === "ConnectorChanged" ? event.rev : 0;
    page.facts.set(subject(event), Math.max(rev, page.facts.get(subject(event)) ?? 0));
  }
  page.version = Math.max(page.version, message.version);
}

type Step =
  | { readonly type: "Happen"; readonly identity: string; readonly connector: number }
  | { readonly type: "Read"; readonly count: number }
  | { readonly type: "Tell"; readonly topics: readonly Topic[]; readonly losesOne: boolean }
  | { readonly type: "Join"; readonly topic: Topic; readonly age: number }
  | { readonly type: "Leave"; readonly topic: Topic };

const TOPICS: readonly Topic[] = ["fleet", A, "station:B"];
const topicWanted = fc.constantFrom(...TOPICS);
const steps = (mayLose: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          type: fc.constant("Happen" as const),
          identity: fc.constantFrom("A", "B", "C"),
          connector: fc.integer({ min: 1, max: 2 }),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ type: fc.constant("Read" as const), count: fc.integer({ min: 1, max: 4 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant("Tell" as const),
          topics: fc.subarray([...TOPICS]),
          losesOne: mayLose ? fc.boolean() : fc.constant(false),
        }),
      },
      { weight: 2, arbitrary: fc.record({ type: fc.constant("Join" as const), topic: topicWanted, age: fc.nat(6) }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant("Leave" as const), topic: topicWanted }) },
    ),
    { maxLength: 60 },
  );

/** Plays the steps against an outbox that already held ten events, of which this gateway read none. */
function play(story: readonly Step[]) {
  const journal: PlacedEvent[] = Array.from({ length: 10 }, (_, index) => placed(index + 1, "A", (index % 2) + 1));
  let cursor = journal.length;
  const topics = createLiveTopics(() => cursor);
  let pages: Page[] = [];
  const read = (count: number): void => {
    const events = journal.slice(cursor, cursor + count);
    if (events.length > 0) topics.take(events);
    cursor += events.length;
  };
  const tell = (wanted: readonly Topic[], losesOne: boolean): void => {
    const listened = wanted.filter((topic) => pages.some((page) => page.topic === topic));
    for (const message of topics.news(listened)) {
      const listeners = pages.filter((page) => page.topic === message.topic);
      for (const page of losesOne ? listeners.slice(1) : listeners) receive(page, message);
    }
  };
  const join = (topic: Topic, age: number): void => {
    const position = Math.max(0, journal.length - age);
    const missed = topics.since(topic, position);
    if (missed === null) return expect(position).toBeLessThan(10);
    const page = { topic, facts: factsOf(topic, journal.slice(0, position)), version: position, hasGap: false };
    receive(page, missed);
    pages.push(page);
  };
  for (const step of story) {
    if (step.type === "Happen") journal.push(placed(journal.length + 1, step.identity, step.connector));
    else if (step.type === "Read") read(step.count);
    else if (step.type === "Tell") tell(step.topics, step.losesOne);
    else if (step.type === "Join") join(step.topic, step.age);
    else {
      pages = pages.filter((page) => page.topic !== step.topic);
      topics.forget(step.topic);
    }
  }
  // One more event of everything, so that every gap has a chance to show.
  for (const identity of ["A", "B"]) journal.push(placed(journal.length + 1, identity));
  read(journal.length);
  tell(TOPICS, false);
  return { pages, journal };
}

describe("a page that joins at any moment, from a snapshot of any age", () => {
  test("shows in the end what happened, and is never asked to read again for nothing", () => {
    fc.assert(
      fc.property(steps(false), (story) => {
        const { pages, journal } = play(story);
        for (const page of pages) {
          expect(page.hasGap).toBe(false);
          expect(page.facts).toEqual(factsOf(page.topic, journal));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("that lost a message either sees the gap, or lost nothing", () => {
    fc.assert(
      fc.property(steps(true), (story) => {
        const { pages, journal } = play(story);
        const trusting = pages.filter((page) => !page.hasGap);
        expect(trusting.map((page) => page.facts)).toEqual(trusting.map((page) => factsOf(page.topic, journal)));
      }),
      { numRuns: 500 },
    );
  });
});
