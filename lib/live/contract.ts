import type { DomainEvent } from "../domain/domain-event";
import type { MessageFilter } from "../domain/message-filter";
import type { MessageView } from "../domain/message-view";
import type { PingFigures } from "../domain/ping-figures";

/**
 * Every word the gateway and the browser exchange on the live channel.
 *
 * Topics: `fleet` (state of every station, coalesced), `station:<identity>`, `session:<id>`, `inbox`,
 * `rollouts` (campaigns and releases), `campaign:<id>`, `alerts`.
 * State travels as numbered changes; a page knows the position its snapshot is true at, joins with it,
 * and is told everything after it. `previous` is the version the last message of the topic had, so a
 * lost one is seen at once. Telemetry (power, energy, last seen) is absolute, coalesced and not numbered.
 */
export type Topic =
  | "fleet"
  | "inbox"
  | "rollouts"
  | "alerts"
  | `campaign:${string}`
  | `station:${string}`
  | `session:${string}`;

export type ChangeMessage = {
  readonly topic: Topic;
  readonly previous: number;
  readonly version: number;
  readonly events: readonly DomainEvent[];
};

/** Newest figures of a running session. Instants are ISO strings by the station's clock, `receivedAt` by ours. */
export type SessionTelemetry = {
  readonly id: number;
  readonly identity: string;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly sampledAt: string;
  readonly receivedAt: string;
};

export type TelemetryMessage = {
  readonly topic: Topic;
  /** Server time, ISO. */
  readonly at: string;
  readonly sessions: readonly SessionTelemetry[];
  /** identity → ISO instant of the last frame seen. Only in `station:` topics. */
  readonly seen: Readonly<Record<string, string>>;
  /** identity → ping times of its connection. Only in `station:` topics; left out where there is no news. */
  readonly pings?: Readonly<Record<string, PingFigures>>;
};

export type JoinAnswer =
  | { readonly ok: true; readonly version: number }
  /** The page's position is too old to replay: read the snapshot again. */
  | { readonly ok: false; readonly reason: "resync" | "forbidden" | "unknown topic" };

/** The live tail of the message log: of the whole fleet, or of one charger. */
export type LogTopic = "log" | `log:${string}`;

/** Messages as they are stored, sampled where there are too many to read. */
export type TailMessage = {
  readonly messages: readonly MessageView[];
  /** Passed the filter and were left out, since the last word: more than 50 in a second. */
  readonly skipped: number;
  /** Gateways besides this one: what they store is not told here. */
  readonly otherGateways: number;
};

export type TailAnswer =
  | { readonly ok: true; readonly otherGateways: number }
  | { readonly ok: false; readonly reason: "forbidden" | "unknown topic" | "unavailable" };

export type ServerToBrowser = {
  tail: (message: TailMessage) => void;
  changes: (message: ChangeMessage) => void;
  telemetry: (message: TelemetryMessage) => void;
  /** Server time, every 5 s. Ages are counted on it, and its absence is what makes the screen say "not live". */
  beat: (beat: { readonly at: string; readonly gateway: string }) => void;
  resync: (message: { readonly topic: Topic }) => void;
};

export type BrowserToServer = {
  /** `position`: the outbox position the page's snapshot is true at. */
  join: (topic: Topic, position: number, answer: (result: JoinAnswer) => void) => void;
  leave: (topic: Topic) => void;
  /** Follows the log from now on; a browser has one tail, and a second one replaces it. The charger is in the topic. */
  tail: (topic: LogTopic, filter: MessageFilter, answer: (result: TailAnswer) => void) => void;
  untail: () => void;
};
