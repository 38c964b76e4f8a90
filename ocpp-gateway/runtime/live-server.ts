/**
 * The live channel of browsers: socket.io on the operators' port, never on the stations'. A browser comes with a
 * one-time ticket, joins topics with the position its page is true at, and is told everything after it.
 */
import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { PingFigures } from "@/lib/domain/ping-figures";
import type { JoinAnswer, SessionTelemetry, Topic } from "@/lib/live/contract";
import type { Log } from "@/lib/log";
import { redeemLiveTicket } from "@/lib/services/auth/redeem-live-ticket";
import type { ServiceContext } from "@/lib/services/context";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import type { PlacedEvent } from "@/lib/services/outbox/read-after";
import type { Metrics } from "../metrics";
import type { LiveBrowser, LiveChannel } from "./live-sockets";
import { createLiveTail } from "./live-tail";
import { createLiveTelemetry } from "./live-telemetry";
import { createLiveTopics, isTopic, type LiveTopics } from "./live-topics";

export type LiveServer = {
  readonly events: (events: readonly PlacedEvent[]) => void;
  readonly figures: (telemetry: SessionTelemetry) => void;
  readonly seen: (identity: string, at: Date) => void;
  /** Rows of the message log, once they are committed. */
  readonly logged: (rows: readonly MessageRow[]) => void;
  readonly pinged: (identity: string, pings: PingFigures) => void;
  readonly close: () => Promise<void>;
};

export type LiveServerDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  readonly cursor: () => number;
};

/** Changes are gathered this long, telemetry this long: what a browser gets does not grow with the fleet. */
const CHANGES_EVERY_MS = 100;
const FLEET_EVERY_MS = 250;
const TELEMETRY_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 5_000;
const TOPICS_MAX = 64;

const SOCKET_OPTIONS = {
  // Tickets, not cookies, let a browser in; so any origin may ask.
  cors: { origin: "*" },
  serveClient: false,
  pingInterval: 10_000,
  pingTimeout: 8_000,
  maxHttpBufferSize: 64 * 1024,
} as const;

export function createLiveServer(deps: LiveServerDeps, http: HttpServer): LiveServer {
  const io: LiveChannel = new Server(http, SOCKET_OPTIONS);
  const topics = createLiveTopics(deps.cursor);
  const telemetry = createLiveTelemetry();
  const tail = createLiveTail(deps, io);
  const listened = new Set<Topic>();
  const beat = () => ({ at: deps.ctx.now().toISOString(), gateway: deps.gatewayId });
  let fleetToldAt = 0;

  io.use((socket, next) => void letIn(deps, socket, next));
  io.on("connection", (socket) => {
    deps.metrics.liveSockets.set(io.engine.clientsCount);
    socket.emit("beat", beat());
    socket.on("join", (topic, position, answer) => {
      if (typeof answer === "function") answer(join(topics, listened, socket, { topic, position }));
    });
    socket.on("leave", (topic) => void socket.leave(topic));
    tail.attach(socket);
    socket.on("disconnect", () => deps.metrics.liveSockets.set(io.engine.clientsCount));
  });
  io.of("/").adapter.on("delete-room", (room: unknown) => {
    if (!isTopic(room)) return;
    listened.delete(room);
    topics.forget(room);
  });

  const tellChanges = (): void => {
    const isFleetDue = Date.now() - fleetToldAt >= FLEET_EVERY_MS;
    if (isFleetDue) fleetToldAt = Date.now();
    const due = [...listened].filter((topic) => topic !== "fleet" || isFleetDue);
    for (const message of topics.news(due)) io.to(message.topic).emit("changes", message);
  };
  const tellTelemetry = (): void => {
    const messages = telemetry.take((topic) => listened.has(topic), deps.ctx.now().toISOString());
    // Not volatile: of several topics told in one turn a browser would get the first alone.
    for (const message of messages) io.to(message.topic).emit("telemetry", message);
  };
  const timers = [
    setInterval(tellChanges, CHANGES_EVERY_MS),
    setInterval(tellTelemetry, TELEMETRY_EVERY_MS),
    setInterval(() => io.emit("beat", beat()), BEAT_EVERY_MS),
  ];

  return {
    events: topics.take,
    figures: telemetry.figures,
    pinged: (identity, pings) => {
      if (listened.has(`station:${identity}`)) telemetry.pinged(identity, pings);
    },
    seen: (identity, at) => {
      if (listened.has(`station:${identity}`)) telemetry.seen(identity, at.toISOString());
    },
    logged: tail.stored,
    close: async () => {
      tail.close();
      for (const timer of timers) clearInterval(timer);
      await io.close();
    },
  };
}

async function letIn(deps: LiveServerDeps, socket: LiveBrowser, next: (refusal?: Error) => void): Promise<void> {
  next(await refusalOf(deps, socket));
}

/** Undefined lets the browser in; an error is what it is told. */
async function refusalOf(deps: LiveServerDeps, socket: LiveBrowser): Promise<Error | undefined> {
  const ticket: unknown = socket.handshake.auth["ticket"];
  if (typeof ticket !== "string") return new Error("ticket missing");
  try {
    const known = await redeemLiveTicket(deps.ctx.db, ticket, deps.ctx.now());
    if (known === null) return new Error("ticket refused");
    socket.data.operatorId = known.operatorId;
    return undefined;
  } catch (error) {
    deps.log.warn({ err: error }, "a live ticket could not be checked");
    return new Error("unavailable");
  }
}

/** Nothing may be told between looking what was missed and joining: both happen in one turn. */
function join(
  topics: LiveTopics,
  listened: Set<Topic>,
  socket: LiveBrowser,
  wanted: { readonly topic: unknown; readonly position: unknown },
): JoinAnswer {
  const { topic, position } = wanted;
  if (!isTopic(topic) || socket.rooms.size > TOPICS_MAX) return { ok: false, reason: "unknown topic" };
  const isPosition = typeof position === "number" && Number.isSafeInteger(position) && position >= 0;
  const missed = isPosition ? topics.since(topic, position) : null;
  if (missed === null) return { ok: false, reason: "resync" };
  void socket.join(topic);
  listened.add(topic);
  if (missed.events.length > 0) socket.emit("changes", missed);
  return { ok: true, version: missed.version };
}
