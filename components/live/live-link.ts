import { io, type Socket } from "socket.io-client";
import type { BrowserToServer, JoinAnswer, ServerToBrowser, Topic } from "@/lib/live/contract";
import type { LineFacts } from "@/lib/live/pulse";
import { createLiveStore } from "./live-store";
import { createPause } from "./pause";
import { createTopics } from "./topics";

const JOIN_TIMEOUT_MS = 8_000;
const RECONNECT_MS = { least: 500, most: 5_000 };

type Deps = {
  readonly url: string;
  /** Asked anew for every connection: a ticket is good for one. */
  readonly fetchTicket: () => Promise<string | null>;
  readonly refresh: () => void;
  /** Server time minus browser time, from each beat. */
  readonly onBeat: (skewMs: number) => void;
};

/** The browser's end of the live channel: one socket, the topics of the page, and what is known of the line. */
export function createLiveLink(deps: Deps) {
  const store = createLiveStore();
  const pause = createPause(store);
  const listeners = new Set<() => void>();
  let line: Omit<LineFacts, "isCatchingUp" | "held"> = { isOpen: false, closedAt: Date.now(), lastBeatAt: null, lastHeardAt: null };
  let wasOpen = false;

  const socket: Socket<ServerToBrowser, BrowserToServer> = io(deps.url, {
    transports: ["websocket", "polling"],
    autoConnect: false,
    reconnectionDelay: RECONNECT_MS.least,
    reconnectionDelayMax: RECONNECT_MS.most,
    auth: (send) => void deps.fetchTicket().then((ticket) => send({ ticket: ticket ?? "" }), () => send({ ticket: "" })),
  });
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const hear = (facts: Partial<typeof line> = {}): void => {
    line = { ...line, lastHeardAt: Date.now(), ...facts };
  };
  const topics = createTopics({
    isOpen: () => socket.connected,
    join: (topic, position, answer) => {
      const once = settleOnce(answer);
      socket.timeout(JOIN_TIMEOUT_MS).emit("join", topic, position, (error: Error | null, result: JoinAnswer) => once(error === null ? result : null));
    },
    leave: (topic) => void (socket.connected && socket.emit("leave", topic)),
    refresh: deps.refresh,
    onChange: tell,
  });

  socket.on("connect", () => {
    hear({ isOpen: true, lastBeatAt: Date.now() });
    topics.rejoinAll();
    // What was lost with a gateway is told by no event.
    if (wasOpen) deps.refresh();
    wasOpen = true;
    tell();
  });
  socket.on("disconnect", (reason) => {
    line = { ...line, isOpen: false, closedAt: Date.now() };
    tell();
    // The server closed it on purpose: the client would not try again by itself.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), RECONNECT_MS.most);
  });
  socket.on("connect_error", () => {
    // A refused handshake (a stale ticket) ends the client's own tries.
    if (!socket.active) setTimeout(() => socket.connect(), RECONNECT_MS.most);
  });
  socket.on("beat", ({ at }) => {
    hear({ lastBeatAt: Date.now() });
    deps.onBeat(Date.parse(at) - Date.now());
  });
  socket.on("changes", (message) => {
    hear();
    topics.receive(message);
    pause.take(message.events);
    tell();
  });
  socket.on("telemetry", (message) => {
    hear();
    pause.takeTelemetry(message);
  });
  socket.on("resync", ({ topic }) => topics.resync(topic));

  return {
    store,
    follow: (topic: Topic, position: number) => topics.follow(topic, position),
    line: (): LineFacts => ({ ...line, isCatchingUp: topics.isCatchingUp(), held: pause.held() }),
    onLine: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pause: (): void => {
      pause.pause();
      tell();
    },
    resume: (): void => {
      if (!pause.resume()) deps.refresh();
      tell();
    },
    open: () => void socket.connect(),
    close: () => void socket.disconnect(),
  };
}

export type LiveLink = ReturnType<typeof createLiveLink>;

/** socket.io may call back twice around a reconnection. */
function settleOnce<T>(answer: (value: T) => void): (value: T) => void {
  let isSettled = false;
  return (value) => {
    if (isSettled) return;
    isSettled = true;
    answer(value);
  };
}
