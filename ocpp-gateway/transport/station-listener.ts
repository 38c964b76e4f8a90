import { createServer, type Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Log } from "@/lib/log";
import type { Metrics } from "../metrics";
import type { Admission, createHandshake } from "./handshake";

/** OCPP has no limit of its own; a StopTransaction with all its readings has been seen above 100 kB (quirk E12). */
export const FRAME_BYTES_MAX = 1024 * 1024;

export type StationListenerDeps = {
  readonly log: Log;
  readonly metrics: Pick<Metrics, "handshakes">;
  readonly handshake: ReturnType<typeof createHandshake>;
  /** A socket of an admitted station; it is paused, so that nothing is read before somebody listens. */
  readonly onAdmitted: (ws: WebSocket, admission: Admission) => void;
};

/** The stations' port. Compression is agreed on only where the station offers it, and never keeps state between frames. */
export function createStationListener(deps: StationListenerDeps): Server {
  const chosen = new WeakMap<object, string>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: FRAME_BYTES_MAX,
    handleProtocols: (_offered, request) => chosen.get(request) ?? false,
    perMessageDeflate: {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      threshold: 1_024,
      concurrencyLimit: 10,
      zlibDeflateOptions: { memLevel: 7 },
    },
  });
  const server = createServer((_request, response) => {
    deps.metrics.handshakes.inc({ outcome: "NoUpgrade" });
    response.writeHead(426, { "content-type": "text/plain", upgrade: "websocket" }).end("OCPP over WebSocket only\n");
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", (error) => deps.log.debug({ err: error.message }, "a socket broke in its handshake"));
    void deps.handshake(request, socket).then((admission) => {
      if (admission === null) return;
      chosen.set(request, admission.subprotocol.token);
      sockets.handleUpgrade(request, socket, head, (ws) => {
        ws.pause();
        deps.onAdmitted(ws, admission);
      });
    });
  });
  server.on("clientError", (error, socket) => {
    if (!socket.writable) return void socket.destroy();
    deps.metrics.handshakes.inc({ outcome: "NotHttp" });
    deps.log.debug({ err: error.message }, "a request that is not HTTP");
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", () => socket.destroy());
  });
  return server;
}
