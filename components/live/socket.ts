import { io, type Socket } from "socket.io-client";
import type { BrowserToServer, JoinAnswer, ServerToBrowser, Topic } from "@/lib/live/contract";

export type LiveSocket = Socket<ServerToBrowser, BrowserToServer>;

export const RECONNECT_MS = { least: 500, most: 5_000 };
const JOIN_TIMEOUT_MS = 8_000;

/** A socket that asks for a fresh ticket at every connection. It is not opened yet. */
export function createLiveSocket(url: string, fetchTicket: () => Promise<string | null>): LiveSocket {
  return io(url, {
    transports: ["websocket", "polling"],
    autoConnect: false,
    reconnectionDelay: RECONNECT_MS.least,
    reconnectionDelayMax: RECONNECT_MS.most,
    auth: (send) => {
      void fetchTicket()
        .catch(() => null)
        .then((ticket) => send({ ticket: ticket ?? "" }));
    },
  });
}

export function joinTopic(
  socket: LiveSocket,
  topic: Topic,
  position: number,
  answer: (result: JoinAnswer | null) => void,
): void {
  let isSettled = false;
  socket.timeout(JOIN_TIMEOUT_MS).emit("join", topic, position, (error: Error | null, result: JoinAnswer) => {
    // It may call back twice around a reconnection.
    if (isSettled) return;
    isSettled = true;
    answer(error === null ? result : null);
  });
}
