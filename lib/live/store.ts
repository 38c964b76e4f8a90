import type { CommandView } from "../domain/command-view";
import type { DomainEvent } from "../domain/domain-event";
import type { PingFigures } from "../domain/ping-figures";
import type { SessionView } from "../domain/session-view";
import type { ConnectorState } from "../domain/station";
import type { SessionTelemetry, TelemetryMessage } from "./contract";

/**
 * What the live channel told since the page was opened. Facts are absolute and carry an order of their own
 * (revision, epoch, instant), so that one told twice or late changes nothing. A page lays them over its
 * snapshot with `merge.ts`; what is newer wins.
 */
export type LiveFacts = {
  readonly stations: ReadonlyMap<string, LiveStation>;
  readonly sessions: ReadonlyMap<number, LiveSession>;
  readonly commands: ReadonlyMap<string, CommandView>;
  /** By `refusalKey`. */
  readonly refusals: ReadonlyMap<string, LiveRefusal>;
  /** Alerts that nobody sees to; null while nothing was told of them. */
  readonly unattended: Unattended | null;
};

export type Unattended = { readonly count: number; readonly at: string };

export type LiveStation = {
  readonly link: LiveLink | null;
  readonly boot: LiveBoot | null;
  /** By `connectorKey`. */
  readonly connectors: ReadonlyMap<string, LiveConnector>;
  readonly lastSeenAt: string | null;
  /** Of the connection that is open. */
  readonly pings: PingFigures | null;
};

/** The newest opening or closing of a station's connection. */
export type LiveLink = Extract<DomainEvent, { type: "StationConnected" | "StationDisconnected" }>;
export type LiveBoot = Extract<DomainEvent, { type: "StationBooted" }>;
export type LiveRefusal = Extract<DomainEvent, { type: "HandshakeRefused" }>;
export type LiveConnector = ConnectorState & { readonly rev: number };
export type LiveSession = { readonly state: SessionView | null; readonly telemetry: SessionTelemetry | null };

/** Who must be told of a change: one entity, or everybody who shows a list of them. */
export type FactKey =
  | `station:${string}`
  | `session:${number}`
  | `command:${string}`
  | "stations"
  | "sessions"
  | "commands"
  | "refusals"
  /** The logs of a charger must be read again. */
  | "logs"
  /** Profiles or reservations of a charger. */
  | "books"
  /** Campaigns and releases. */
  | "rollouts"
  | "alerts"
  /** A list must be read again. */
  | "listed";

export type Folded = { readonly facts: LiveFacts; readonly touched: ReadonlySet<FactKey> };

export const NO_FACTS: LiveFacts = {
  stations: new Map(),
  sessions: new Map(),
  commands: new Map(),
  refusals: new Map(),
  unattended: null,
};

const NO_STATION: LiveStation = { link: null, boot: null, connectors: new Map(), lastSeenAt: null, pings: null };

export const connectorKey = (address: { readonly evse: number; readonly connector: number }): string =>
  `${address.evse}/${address.connector}`;

export const refusalKey = (refusal: { readonly identity: string; readonly reason: string }): string =>
  `${refusal.reason}:${refusal.identity}`;

/** Folds a batch; each collection is copied at most once. */
export function foldEvents(facts: LiveFacts, events: readonly DomainEvent[]): Folded {
  const draft = createDraft(facts);
  for (const event of events) foldEvent(draft, event);
  return draft.finish();
}

export function foldTelemetry(
  facts: LiveFacts,
  message: Pick<TelemetryMessage, "sessions" | "seen" | "pings">,
): Folded {
  const draft = createDraft(facts);
  for (const telemetry of message.sessions) foldFigures(draft, telemetry);
  for (const [identity, at] of Object.entries(message.seen)) foldSeen(draft, identity, at);
  for (const [identity, pings] of Object.entries(message.pings ?? {})) {
    draft.setStation(identity, { ...draft.station(identity), pings });
  }
  return draft.finish();
}

type Draft = ReturnType<typeof createDraft>;

function foldEvent(draft: Draft, event: DomainEvent): void {
  switch (event.type) {
    case "StationConnected":
    case "StationDisconnected":
      return foldLink(draft, event);
    case "StationBooted":
      return foldBoot(draft, event);
    case "ConnectorChanged":
      return foldConnector(draft, event.identity, { ...event.connector, rev: event.rev });
    case "SessionChanged":
      return foldSession(draft, event.session);
    case "CommandChanged":
      return foldCommand(draft, event.command);
    case "HandshakeRefused":
      return foldRefusal(draft, event);
    // Shown by one page alone, which reads it.
    case "HandshakeBroken":
      return draft.touch("refusals");
    // Nothing that is on the screen yet.
    case "StationReported":
    case "SecurityEventReported":
    case "CertificateRequested":
      return;
    case "LogChanged":
      return draft.touch("logs");
    case "StationBooksChanged":
      return draft.touch("books");
    case "CampaignChanged":
    case "RolloutsSwitched":
    case "ReleaseChanged":
      return draft.touch("rollouts");
    case "AlertsChanged":
      return draft.setUnattended({ count: event.unattended, at: event.at });
    case "StationListed":
      return draft.touch("listed");
  }
}

function foldLink(draft: Draft, link: LiveLink): void {
  const before = draft.station(link.identity);
  if (before.link !== null && !isLaterLink(link, before.link)) return;
  draft.setStation(link.identity, { ...before, link, pings: null });
}

/** An epoch opens and closes once; the old one may close after the new one has opened. */
function isLaterLink(link: LiveLink, than: LiveLink): boolean {
  if (link.epoch !== than.epoch) return link.epoch > than.epoch;
  return link.type === "StationDisconnected" && than.type === "StationConnected";
}

function foldBoot(draft: Draft, boot: LiveBoot): void {
  const before = draft.station(boot.identity);
  if (isLater(boot.at, before.boot?.at ?? null)) draft.setStation(boot.identity, { ...before, boot });
}

function foldConnector(draft: Draft, identity: string, connector: LiveConnector): void {
  const before = draft.station(identity);
  const key = connectorKey(connector);
  if (connector.rev <= (before.connectors.get(key)?.rev ?? -1)) return;
  draft.setStation(identity, { ...before, connectors: new Map(before.connectors).set(key, connector) });
}

function foldSession(draft: Draft, state: SessionView): void {
  const before = draft.session(state.id);
  if (state.rev <= (before?.state?.rev ?? -1)) return;
  draft.setSession(state.id, { state, telemetry: before?.telemetry ?? null });
}

function foldCommand(draft: Draft, command: CommandView): void {
  if (command.rev > (draft.command(command.id)?.rev ?? -1)) draft.setCommand(command);
}

function foldRefusal(draft: Draft, refusal: LiveRefusal): void {
  if (refusal.count > (draft.refusal(refusal)?.count ?? 0)) draft.setRefusal(refusal);
}

function foldFigures(draft: Draft, telemetry: SessionTelemetry): void {
  const { state = null, telemetry: before = null } = draft.session(telemetry.id) ?? {};
  if (isLater(telemetry.sampledAt, before?.sampledAt ?? null)) draft.setSession(telemetry.id, { state, telemetry });
}

function foldSeen(draft: Draft, identity: string, lastSeenAt: string): void {
  const before = draft.station(identity);
  if (isLater(lastSeenAt, before.lastSeenAt)) draft.setStation(identity, { ...before, lastSeenAt });
}

/** Instants are ISO text in UTC; clocks of stations write them with and without fractions. */
export function isLater(at: string, than: string | null): boolean {
  return than === null || Date.parse(at) > Date.parse(than);
}

function createDraft(facts: LiveFacts) {
  const stations = copiedOnWrite(facts.stations);
  const sessions = copiedOnWrite(facts.sessions);
  const commands = copiedOnWrite(facts.commands);
  const refusals = copiedOnWrite(facts.refusals);
  let unattended = facts.unattended;
  const touched = new Set<FactKey>();
  const touch = (...keys: readonly FactKey[]): void => {
    for (const key of keys) touched.add(key);
  };
  return {
    touch,
    station: (identity: string): LiveStation => stations.get(identity) ?? NO_STATION,
    setStation: (identity: string, station: LiveStation): void => {
      stations.set(identity, station);
      touch(`station:${identity}`, "stations");
    },
    session: sessions.get,
    setSession: (id: number, session: LiveSession): void => {
      sessions.set(id, session);
      touch(`session:${id}`, "sessions");
    },
    command: commands.get,
    setCommand: (command: CommandView): void => {
      commands.set(command.id, command);
      touch(`command:${command.id}`, "commands");
    },
    refusal: (refusal: LiveRefusal): LiveRefusal | undefined => refusals.get(refusalKey(refusal)),
    setRefusal: (refusal: LiveRefusal): void => {
      refusals.set(refusalKey(refusal), refusal);
      touch("refusals");
    },
    setUnattended: (told: Unattended): void => {
      if (unattended === null || !isLater(unattended.at, told.at)) unattended = told;
      touch("alerts");
    },
    finish: (): Folded => ({
      facts: {
        stations: stations.map(),
        sessions: sessions.map(),
        commands: commands.map(),
        refusals: refusals.map(),
        unattended,
      },
      touched,
    }),
  };
}

function copiedOnWrite<Key, Value>(original: ReadonlyMap<Key, Value>) {
  let copy: Map<Key, Value> | null = null;
  return {
    get: (key: Key): Value | undefined => (copy ?? original).get(key),
    set: (key: Key, value: Value): void => {
      copy ??= new Map(original);
      copy.set(key, value);
    },
    map: (): ReadonlyMap<Key, Value> => copy ?? original,
  };
}
