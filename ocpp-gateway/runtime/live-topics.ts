/**
 * Which live topics an event concerns, and what each topic's subscribers have been told. Pure: time and sockets
 * are the live server's matter.
 */
import type { DomainEvent } from "@/lib/domain/domain-event";
import type { ChangeMessage, Topic } from "@/lib/live/contract";
import type { PlacedEvent } from "@/lib/services/outbox/read-after";

export function topicsOf(event: DomainEvent): readonly Topic[] {
  switch (event.type) {
    case "StationConnected":
    case "StationDisconnected":
    case "StationBooted":
    case "ConnectorChanged":
      return ["fleet", `station:${event.identity}`];
    case "StationListed":
      return ["fleet", "inbox", `station:${event.identity}`];
    case "SessionChanged":
      return ["fleet", `station:${event.session.identity}`, `session:${event.session.id}`];
    case "CommandChanged":
      return [`station:${event.command.identity}`];
    case "StationReported":
    case "SecurityEventReported":
    case "CertificateRequested":
    case "LogChanged":
    case "StationBooksChanged":
      return [`station:${event.identity}`];
    case "HandshakeRefused":
      return ["inbox", `station:${event.identity}`];
    case "HandshakeBroken":
      return ["inbox"];
    case "CampaignChanged":
      return [
        "rollouts",
        `campaign:${event.campaignId}`,
        ...event.identities.map((identity): Topic => `station:${identity}`),
      ];
    case "ReleaseChanged":
    case "RolloutsSwitched":
      return ["rollouts"];
    case "AlertsChanged":
      return ["alerts"];
  }
}

const TOPIC = /^(?:fleet|inbox|rollouts|alerts|campaign:[0-9a-f-]{36}|station:.{1,255}|session:\d{1,10})$/su;

export const isTopic = (text: unknown): text is Topic => typeof text === "string" && TOPIC.test(text);

/** Events kept for pages that join with an older position. */
const KEPT_MAX = 20_000;

export type LiveTopics = {
  /** Takes events in order. */
  readonly take: (events: readonly PlacedEvent[]) => void;
  /** What each of these topics has not been told yet; their versions move on. Topics without news are left out. */
  readonly news: (topics: Iterable<Topic>) => readonly ChangeMessage[];
  /** Everything of a topic after a position, or null when that is too long ago. */
  readonly since: (topic: Topic, position: number) => ChangeMessage | null;
  /** Nobody listens to it any more. */
  readonly forget: (topic: Topic) => void;
  /** Where topics stand that nobody has been told anything of since. */
  readonly position: () => number;
};

/** `start`: the position the gateway begins to read at; what was before is not known here. */
export function createLiveTopics(start: () => number): LiveTopics {
  let kept: PlacedEvent[] = [];
  let forgottenUpTo: number | null = null;
  const versions = new Map<Topic, number>();
  const unsent = new Map<Topic, PlacedEvent[]>();

  const floor = (): number => forgottenUpTo ?? start();
  const position = (): number => kept.at(-1)?.position ?? floor();

  /** Who joined before reading began may have missed what came until then: `previous` tells them so. */
  const beginAfter = (unread: number): number => {
    for (const [topic, version] of versions) versions.set(topic, Math.max(version, unread));
    return unread;
  };

  return {
    position,
    forget: (topic) => {
      unsent.delete(topic);
      versions.delete(topic);
    },
    take: (events) => {
      const [first] = events;
      if (first === undefined) return;
      if (forgottenUpTo === null) forgottenUpTo = beginAfter(Math.min(start(), first.position - 1));
      kept.push(...events);
      if (kept.length > KEPT_MAX) {
        const dropped = kept.slice(0, kept.length - KEPT_MAX);
        forgottenUpTo = dropped.at(-1)?.position ?? forgottenUpTo;
        kept = kept.slice(-KEPT_MAX);
      }
      for (const entry of events) {
        for (const topic of topicsOf(entry.event)) {
          const list = unsent.get(topic);
          if (list !== undefined) list.push(entry);
        }
      }
    },
    news: (topics) => {
      const messages: ChangeMessage[] = [];
      for (const topic of topics) {
        const entries = unsent.get(topic) ?? [];
        const last = entries.at(-1);
        if (last === undefined) continue;
        unsent.set(topic, []);
        const previous = versions.get(topic) ?? last.position;
        versions.set(topic, last.position);
        messages.push({ topic, previous, version: last.position, events: newestOnly(entries) });
      }
      return messages;
    },
    since: (topic, from) => {
      if (from < floor()) return null;
      // From here on the topic's news are gathered.
      if (!unsent.has(topic)) unsent.set(topic, []);
      const version = versions.get(topic) ?? position();
      versions.set(topic, version);
      const missed = kept.filter((entry) => entry.position > from && topicsOf(entry.event).includes(topic));
      const sent = missed.filter((entry) => entry.position <= version);
      return { topic, previous: from, version: Math.max(version, from), events: newestOnly(sent) };
    },
  };
}

/** Of several events that say the same thing of the same row, the newest: what a browser pays does not grow with the churn. */
function newestOnly(entries: readonly PlacedEvent[]): readonly DomainEvent[] {
  const newest = new Map<string, DomainEvent>();
  for (const { event } of entries) {
    const key = subjectOf(event);
    newest.delete(key);
    newest.set(key, event);
  }
  return [...newest.values()];
}

function subjectOf(event: DomainEvent): string {
  switch (event.type) {
    case "StationConnected":
    case "StationDisconnected":
      return `connection:${event.identity}`;
    case "ConnectorChanged":
      return `connector:${event.identity}:${event.connector.evse}:${event.connector.connector}`;
    case "SessionChanged":
      return `session:${event.session.id}`;
    case "CommandChanged":
      return `command:${event.command.id}`;
    case "HandshakeRefused":
      return `refusal:${event.identity}:${event.reason}`;
    case "HandshakeBroken":
      return `broken:${event.remoteAddress}:${event.reason}`;
    case "StationReported":
      return `report:${event.identity}:${event.kind}`;
    case "StationBooksChanged":
      return `${event.books}:${event.identity}`;
    case "SecurityEventReported":
      return `security:${event.identity}:${event.event}:${event.at}`;
    case "LogChanged":
      return `log:${event.uploadId}`;
    case "CampaignChanged":
      return `campaign:${event.campaignId}`;
    case "ReleaseChanged":
      return `release:${event.releaseId}`;
    case "RolloutsSwitched":
      return "rollouts";
    // Which ones is told by each: none may be left out.
    case "AlertsChanged":
      return `alerts:${event.alertIds.join()}`;
    case "StationBooted":
    case "StationListed":
    case "CertificateRequested":
      return `${event.type}:${event.identity}`;
  }
}
