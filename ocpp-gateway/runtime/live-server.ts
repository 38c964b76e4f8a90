/**
 * The live channel of browsers: socket.io on the operators' port, never on the stations'. A browser comes with a
 * one-time ticket, joins topics with the position its page is true at, and is told everything after it.
 */
import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { BrowserToServer, ServerToBrowser, SessionTelemetry, Topic } from "@/lib/live/contract";
import type { Log } from "@/lib/log";
import { redeemLiveTicket } from "@/lib/services/auth/redeem-live-ticket";
import type { ServiceContext } from "@/lib/services/context";
import type { PlacedEvent } from "@/lib/services/outbox/read-after";
import type { Metrics } from "../metrics";
import { createLiveTelemetry } from "./live-telemetry";
import { createLiveTopics, isTopic } from "./live-topics";

export type LiveServer = {
  readonly events: (events: readonly PlacedEvent[]) => void;
  readonly figures: (telemetry: SessionTelemetry) => void;
  readonly seen: (identity: string, at: Date) => void;
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

export function createLiveServer(deps: LiveServerDeps, http: HttpServer): LiveServer {
  const io = new Server<BrowserToServer, ServerToBrowser>(http, {
    // Tickets, not cookies, let a browser in; so any origin may ask.
    cors: { origin: "*" },
    serveClient: false,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    maxHttpBufferSize: 64 * 1024,
  });
  const topics = createLiveTopics(deps.cursor);
  const telemetry = createLiveTelemetry();
  const listened = new Set<Topic>();
  let fleetToldAt = 0;

  io.use((socket, next) => {
    const ticket: unknown = socket.handshake.auth["ticket"];
    if (typeof ticket !== "string") return next(new Error("ticket missing"));
    redeemLiveTicket(deps.ctx.db, ticket, deps.ctx.now())
      .then((known) => next(known === null ? new Error("ticket refused") : undefined))
      .catch((error: unknown) => {
        deps.log.warn({ err: error }, "a live ticket could not be checked");
        next(new Error("unavailable"));
      });
  });

  io.on("connection", (socket) => {
    deps.metrics.liveSockets.set(io.engine.clientsCount);
    socket.emit("beat", beat());
    socket.on("join", (topic, position, answer) => {
      if (typeof answer !== "function") return;
      if (!isTopic(topic) || socket.rooms.size > TOPICS_MAX) return answer({ ok: false, reason: "unknown topic" });
      if (!Number.isSafeInteger(position) || position < 0) return answer({ ok: false, reason: "resync" });
      const missed = topics.since(topic, position);
      if (missed === null) return answer({ ok: false, reason: "resync" });
      void socket.join(topic);
      listened.add(topic);
      answer({ ok: true, version: missed.version });
      if (missed.events.length > 0) socket.emit("changes", missed);
    });
    socket.on("leave", (topic) => void socket.leave(topic));
    socket.on("disconnect", () => deps.metrics.liveSockets.set(io.engine.clientsCount));
  });
  io.of("/").adapter.on("delete-room", (room: unknown) => {
    if (!isTopic(room)) return;
    listened.delete(room);
    topics.forget(room);
  });

  const beat = (): { at: string; gateway: string } => ({ at: deps.ctx.now().toISOString(), gateway: deps.gatewayId });

  const tellChanges = (): void => {
    const now = Date.now();
    const isFleetDue = now - fleetToldAt >= FLEET_EVERY_MS;
    const due = [...listened].filter((topic) => topic !== "fleet" || isFleetDue);
    if (isFleetDue) fleetToldAt = now;
    for (const message of topics.news(due)) io.to(message.topic).emit("changes", message);
  };
  const tellTelemetry = (): void => {
    const messages = telemetry.take((topic) => listened.has(topic), deps.ctx.now().toISOString());
    for (const message of messages) io.to(message.topic).volatile.emit("telemetry", message);
  };

  const timers = [
    setInterval(tellChanges, CHANGES_EVERY_MS),
    setInterval(tellTelemetry, TELEMETRY_EVERY_MS),
    setInterval(() => io.emit("beat", beat()), BEAT_EVERY_MS),
  ];
  return {
    events: topics.take,
    figures: telemetry.figures,
    seen: (identity, at) => {
      if (listened.has(`station:${identity}`)) telemetry.seen(identity, at.toISOString());
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await io.close();
    },
  };
}
