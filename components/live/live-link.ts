import type { MessageFilter } from "@/lib/domain/message-filter";
import type { LogTopic, Topic } from "@/lib/live/contract";
import type { LineFacts } from "@/lib/live/pulse";
import { createLiveStore } from "./live-store";
import { createPause } from "./pause";
import { createLiveSocket, joinTopic, type LiveSocket, RECONNECT_MS } from "./socket";
import { startTail, type TailEvent } from "./tail";
import { createTopics } from "./topics";

type Deps = {
  readonly url: string;
  /** Asked anew for every connection: a ticket is good for one. */
  readonly fetchTicket: () => Promise<string | null>;
  readonly refresh: () => void;
  /** Server time minus browser time, from each beat. */
  readonly onBeat: (skewMs: number) => void;
};

type Line = Omit<LineFacts, "isCatchingUp" | "held">;

/** The browser's end of the live channel: one socket, the topics of the page, and what is known of the line. */
export function createLiveLink(deps: Deps) {
  const store = createLiveStore();
  const pause = createPause(store);
  const line = createLine();
  const socket = createLiveSocket(deps.url, deps.fetchTicket);
  const topics = createTopics({
    isOpen: () => socket.connected,
    join: (topic, position, answer) => joinTopic(socket, topic, position, answer),
    leave: (topic) => {
      if (socket.connected) socket.emit("leave", topic);
    },
    refresh: deps.refresh,
    onChange: line.tell,
  });
  followLine(socket, line, () => {
    topics.rejoinAll();
    // What was lost with a gateway is told by no event.
    if (line.opened() > 1) deps.refresh();
  });

  socket.on("beat", ({ at }) => {
    line.hear({ lastBeatAt: Date.now() });
    deps.onBeat(Date.parse(at) - Date.now());
  });
  socket.on("changes", (message) => {
    line.hear();
    topics.receive(message);
    pause.take(message.events);
    line.tell();
  });
  socket.on("telemetry", (message) => {
    line.hear();
    pause.takeTelemetry(message);
  });
  socket.on("resync", ({ topic }) => topics.resync(topic));

  return {
    store,
    follow: (topic: Topic, position: number) => topics.follow(topic, position),
    tail: (topic: LogTopic, filter: MessageFilter, tell: (event: TailEvent) => void) =>
      startTail(socket, { topic, filter }, (event) => {
        if (event.type === "Told") line.hear();
        tell(event);
      }),
    line: (): LineFacts => ({ ...line.facts(), isCatchingUp: topics.isCatchingUp(), held: pause.held() }),
    onLine: line.subscribe,
    pause: (): void => {
      pause.pause();
      line.tell();
    },
    resume: (): void => {
      if (!pause.resume()) deps.refresh();
      line.tell();
    },
    open: () => void socket.connect(),
    close: () => void socket.disconnect(),
  };
}

export type LiveLink = ReturnType<typeof createLiveLink>;

/** What is known of the line, and who wants to be told. */
function createLine() {
  let facts: Line = { isOpen: false, closedAt: Date.now(), lastBeatAt: null, lastHeardAt: null };
  let openings = 0;
  const listeners = new Set<() => void>();
  return {
    facts: (): Line => facts,
    opened: (): number => openings,
    hear: (changes: Partial<Line> = {}): void => {
      facts = { ...facts, lastHeardAt: Date.now(), ...changes };
    },
    open: (): void => {
      openings += 1;
      facts = { ...facts, isOpen: true, lastBeatAt: Date.now(), lastHeardAt: Date.now() };
    },
    close: (): void => {
      if (facts.isOpen) facts = { ...facts, isOpen: false, closedAt: Date.now() };
    },
    tell: (): void => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function followLine(socket: LiveSocket, line: ReturnType<typeof createLine>, onOpen: () => void): void {
  socket.on("connect", () => {
    line.open();
    onOpen();
    line.tell();
  });
  socket.on("disconnect", (reason) => {
    line.close();
    line.tell();
    // The server closed it on purpose: the client would not try again by itself.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), RECONNECT_MS.most);
  });
  socket.on("connect_error", () => {
    // A refused handshake (a stale ticket) ends the client's own tries.
    if (!socket.active) setTimeout(() => socket.connect(), RECONNECT_MS.most);
  });
}
