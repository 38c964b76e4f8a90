import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { TlsMaterial } from "@/lib/env/tls-files";
import type { Log } from "@/lib/log";
import type { Metrics } from "../metrics";
import type { Admission, createHandshake } from "./handshake";
import type { HttpService } from "./http-service";
import { tlsOptions } from "./tls-options";

/** OCPP has no limit of its own; a StopTransaction with all its readings has been seen above 100 kB (quirk E12). */
export const FRAME_BYTES_MAX = 1024 * 1024;

/** Small stations take their time over an RSA key. */
const TLS_HANDSHAKE_MS_MAX = 30_000;

export type StationListenerDeps = {
  readonly log: Log;
  readonly metrics: Pick<Metrics, "handshakes">;
  readonly handshake: ReturnType<typeof createHandshake>;
  /** A socket of an admitted station; it is paused, so that nothing is read before somebody listens. */
  readonly onAdmitted: (ws: WebSocket, admission: Admission) => void;
  /** What stations reach here besides OCPP. */
  readonly services?: readonly HttpService[];
};

/** The stations' plain port: security profiles 0 and 1. */
export function createStationListener(deps: StationListenerDeps): Server {
  const server = createServer();
  serve(deps, server, () => true);
  return server;
}

export type TlsListener = {
  readonly server: TlsServer;
  /** Takes other certificates for connections to come; those that are open stay. */
  readonly reload: (material: TlsMaterial) => void;
};

/**
 * The stations' port with TLS: security profiles 2 and 3. A client certificate is asked for where there is an
 * authority to hold it against, and judged with the request, so that a wrong one gets an answer and a reason.
 */
export function createTlsStationListener(deps: StationListenerDeps, material: TlsMaterial): TlsListener {
  const server = createTlsServer({ ...tlsOptions(material), handshakeTimeout: TLS_HANDSHAKE_MS_MAX });
  const unencrypted = new WeakSet<object>();
  // First: the HTTP layer's own listener hands the same error on as one of a request.
  server.prependListener("tlsClientError", (error, socket) => {
    unencrypted.add(socket);
    deps.metrics.handshakes.inc({ outcome: "TlsFailed" });
    const code = "code" in error ? error.code : error.message;
    deps.log.info({ remoteAddress: socket.remoteAddress ?? null, code }, "a TLS handshake failed");
  });
  serve(deps, server, (socket) => !unencrypted.has(socket));
  return { server, reload: (renewed) => server.setSecureContext(tlsOptions(renewed)) };
}

/** Upgrades what the handshake admits. Compression is agreed on only where the station offers it, and never keeps state between frames. */
function serve(deps: StationListenerDeps, server: Server | TlsServer, canAnswer: (socket: Duplex) => boolean): void {
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
  // A log may take hours over a telephone line; each service has limits of its own.
  server.requestTimeout = 0;
  server.on("request", (request, response) => answer(deps, request, response, false));
  server.on("checkContinue", (request, response) => answer(deps, request, response, true));
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
    if (!canAnswer(socket) || !socket.writable) return void socket.destroy();
    deps.metrics.handshakes.inc({ outcome: "NotHttp" });
    deps.log.debug({ err: error.message }, "a request that is not HTTP");
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", () => socket.destroy());
  });
}

function answer(
  deps: StationListenerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  isContinueAwaited: boolean,
): void {
  const service = deps.services?.find(({ takes }) => takes(request.url ?? ""));
  if (service !== undefined) return service.serve(request, response, isContinueAwaited);
  deps.metrics.handshakes.inc({ outcome: "NoUpgrade" });
  // Nobody reads what such a request goes on to send, so it does not keep its connection.
  const headers = { "content-type": "text/plain", upgrade: "websocket", connection: "close" };
  response.writeHead(426, headers).end("OCPP over WebSocket only\n");
}
