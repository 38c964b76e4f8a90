import type { Socket } from "node:net";
import type { Server } from "node:tls";

type Peer = { readonly remoteAddress?: string | undefined; readonly remotePort?: number | undefined };

/**
 * Tells of TCP connections that end before a request came or TLS said what it misses: the peer hung up, most often
 * since it does not trust our certificate. Only the TCP socket still knows the address then. Returns how to say that
 * a connection got further, or has been told of already.
 */
export function watchUnfinished(
  server: Server,
  onUnfinished: (remoteAddress: string | null) => void,
): { readonly settle: (socket: Peer) => void } {
  const unfinished = new Set<string>();
  server.on("connection", (socket: Socket) => {
    const key = keyOf(socket);
    const { remoteAddress = null } = socket;
    unfinished.add(key);
    socket.once("close", () => {
      if (unfinished.delete(key)) onUnfinished(remoteAddress);
    });
  });
  return { settle: (socket) => void unfinished.delete(keyOf(socket)) };
}

const keyOf = ({ remoteAddress, remotePort }: Peer): string => `${remoteAddress} ${remotePort}`;
