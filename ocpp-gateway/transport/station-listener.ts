import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import type { TlsMaterial } from "@/lib/env/tls-files";
import type { Log } from "@/lib/log";
import type { Metrics } from "../metrics";
import { type Admission, type createHandshake, pathOf } from "./handshake";
import type { HttpService } from "./http-service";
import type { Refusals } from "./refusals";
import { requestFailure } from "./request-failure";
import { tlsFailure } from "./tls-failure";
import { tlsOptions } from "./tls-options";
import { watchUnfinished } from "./unfinished-handshakes";

/** OCPP has no limit of its own; a StopTransaction with all its readings has been seen above 100 kB (quirk E12). */
export const FRAME_BYTES_MAX = 1024 * 1024;

/** Small stations take their time over an RSA key. */
const TLS_HANDSHAKE_MS_MAX = 30_000;

/** Until the request is whole. It is looked for a few times in that span. */
const REQUEST_MS_MAX = 60_000;

export type HandshakeLimits = { readonly tlsMsMax: number; readonly requestMsMax: number };
export const HANDSHAKE_LIMITS: HandshakeLimits = { tlsMsMax: TLS_HANDSHAKE_MS_MAX, requestMsMax: REQUEST_MS_MAX };

export type StationListenerDeps = {
  readonly log: Log;
  readonly metrics: Pick<Metrics, "handshakes">;
  readonly handshake: ReturnType<typeof createHandshake>;
  readonly refusals: Refusals;
  readonly limits: HandshakeLimits;
  /** A socket of an admitted station; it is paused, so that nothing is read before somebody listens. */
  readonly onAdmitted: (ws: WebSocket, admission: Admission) => void;
  /** What stations reach here besides OCPP. */
  readonly services?: readonly HttpService[];
};

/** The stations' plain port: security profiles 0 and 1. */
export function createStationListener(deps: StationListenerDeps): Server {
  const server = createServer(requestLimits(deps));
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
  const server = createTlsServer({
    ...tlsOptions(material),
    ...requestLimits(deps),
    handshakeTimeout: deps.limits.tlsMsMax,
  });
  const unencrypted = new WeakSet<object>();
  const { settle } = watchUnfinished(server, (remoteAddress) =>
    deps.refusals.addNameless({ reason: "TlsAborted", remoteAddress }),
  );
  // First: the HTTP layer's own listener hands the same error on as one of a request.
  server.prependListener("tlsClientError", (error, socket) => {
    unencrypted.add(socket);
    settle(socket);
    deps.metrics.handshakes.inc({ outcome: "TlsFailed" });
    const code = "code" in error ? String(error.code) : error.message;
    const { remoteAddress } = socket;
    // Without an address it is over already, and has been told of as unfinished.
    if (remoteAddress !== undefined) {
      deps.refusals.addNameless({ reason: tlsFailure(code), remoteAddress, detail: code });
    }
    deps.log.info({ remoteAddress: remoteAddress ?? null, code }, "a TLS handshake failed");
  });
  server.prependListener("request", ({ socket }) => settle(socket));
  server.prependListener("upgrade", ({ socket }) => settle(socket));
  server.prependListener("clientError", (_error, socket) => {
    if (socket instanceof Socket) settle(socket);
  });
  serve(deps, server, (socket) => !unencrypted.has(socket));
  return { server, reload: (renewed) => server.setSecureContext(tlsOptions(renewed)) };
}

const requestLimits = ({ limits }: StationListenerDeps) => ({
  headersTimeout: limits.requestMsMax,
  // A log may take hours over a telephone line; each service has limits of its own.
  requestTimeout: 0,
  connectionsCheckingInterval: Math.ceil(limits.requestMsMax / 4),
});

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
  server.on("request", (request, response) => answer(deps, request, response, false));
  server.on("checkContinue", (request, response) => answer(deps, request, response, true));
  // Without a listener it would be answered, and nobody would know.
  sockets.on("wsClientError", (error, socket, request) => {
    deps.metrics.handshakes.inc({ outcome: "BadUpgrade" });
    const { remoteAddress } = request.socket;
    deps.refusals.addNameless({ reason: "BadUpgrade", remoteAddress, detail: `${pathOf(request)}: ${error.message}` });
    endWith(socket, "400 Bad Request");
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
    if (!canAnswer(socket) || !socket.writable) return void socket.destroy();
    if (isLeftByVerification(error, socket)) return;
    const reason = requestFailure(error);
    deps.metrics.handshakes.inc({ outcome: "NotHttp" });
    const { remoteAddress = null } = socket instanceof Socket ? socket : {};
    deps.refusals.addNameless({ reason, remoteAddress });
    deps.log.debug({ err: error.message }, "a request that is not HTTP");
    endWith(socket, reason === "HandshakeTimeout" ? "408 Request Timeout" : "400 Bad Request");
  });
}

/**
 * OpenSSL leaves the error of a certificate's wrong signature behind, and the next read takes it for its own (TLS 1.2
 * with ECDSA). The connection is sound: its request is read, and is refused with a reason.
 */
function isLeftByVerification(error: Error, socket: Duplex): boolean {
  if (!(socket instanceof TLSSocket) || socket.authorized) return false;
  return "library" in error && error.library !== "SSL routines";
}

function endWith(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
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
  const { remoteAddress } = request.socket;
  deps.refusals.addNameless({ reason: "NoUpgrade", remoteAddress, detail: pathOf(request) });
  // Nobody reads what such a request goes on to send, so it does not keep its connection.
  const headers = { "content-type": "text/plain", upgrade: "websocket", connection: "close" };
  response.writeHead(426, headers).end("OCPP over WebSocket only\n");
}
