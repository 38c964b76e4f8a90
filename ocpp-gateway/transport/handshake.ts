/**
 * From an upgrade request to an admitted station, or an HTTP answer that says why not (OCPP-J §3; order: address,
 * station, security profile, credentials, subprotocol). Nothing a stranger sends gets further than a look-up.
 */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { NamedRefusal, NamelessRefusal } from "@/lib/domain/refusal";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { type AdmittedStation, createOnContact, findStation } from "@/lib/services/stations/admit-station";
import { isBlockedIdentity } from "@/lib/services/stations/is-blocked-identity";
import { SUPPORTED_SUBPROTOCOLS } from "../adapters/index";
import type { Metrics } from "../metrics";
import { parseIdentity } from "./identity";
import type { Refusals } from "./refusals";
import { type SignIn, type SignInDeps, type SignInFault, signIn } from "./sign-in";
import { chooseSubprotocol, type Subprotocol } from "./subprotocol";

export type Admission = {
  readonly station: AdmittedStation;
  readonly signIn: SignIn;
  readonly subprotocol: Subprotocol;
  readonly remoteAddress: string | null;
  /** `http://host:9220` or `https://…`, as the station dialled; null where it did not say. */
  readonly dialledUrl: string | null;
};

export type HandshakeDeps = Omit<SignInDeps, "now"> & {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly unknownStations: "inbox" | "accept" | "refuse";
  readonly isDraining: () => boolean;
};

type Refusal<Reason extends string = NamedRefusal | NamelessRefusal> = {
  readonly status: number;
  readonly reason: Reason;
  readonly headers?: Readonly<Record<string, string>>;
};

const RETRY_AFTER = { "Retry-After": "30" } as const;
const PENDING_MAX = 1_000;

/** Settles with the admission, or null when the request has been answered already. Never throws. */
export function createHandshake(
  deps: HandshakeDeps,
): (request: IncomingMessage, socket: Duplex) => Promise<Admission | null> {
  let pending = 0;
  return async (request, socket) => {
    const turnAway = (reason: "Draining" | "Overload" | "Unavailable"): null => {
      deps.refusals.addNameless({ reason, remoteAddress: request.socket.remoteAddress });
      return refuse(deps, socket, { status: 503, reason, headers: RETRY_AFTER });
    };
    if (deps.isDraining()) return turnAway("Draining");
    if (pending >= PENDING_MAX) return turnAway("Overload");
    pending += 1;
    try {
      return await admit(deps, request, socket);
    } catch (error) {
      deps.log.error({ err: error }, "a handshake failed on our side");
      return turnAway("Unavailable");
    } finally {
      pending -= 1;
    }
  };
}

async function admit(deps: HandshakeDeps, request: IncomingMessage, socket: Duplex): Promise<Admission | null> {
  const address = parseIdentity(request.url ?? "");
  const remoteAddress = request.socket.remoteAddress ?? null;
  if (!address.ok) {
    const reason = address.error;
    deps.log.info({ remoteAddress, reason }, "a handshake was refused");
    deps.refusals.addNameless({ reason, remoteAddress, detail: pathOf(request) });
    return refuse(deps, socket, { status: reason === "IdentityMissing" ? 404 : 400, reason });
  }
  const { identity } = address.value;
  const offered = request.headers["sec-websocket-protocol"];

  const decline = (refusal: Refusal<NamedRefusal>, isKnown: boolean): null => {
    const { reason } = refusal;
    deps.log.info({ identity, remoteAddress, reason, offered }, "a station was refused");
    if (isKnown || deps.unknownStations === "inbox") {
      const offeredProtocols = offered?.slice(0, 200) ?? null;
      const at = deps.ctx.now();
      deps.refusals.add({ identity, reason, remoteAddress, offeredProtocols, detail: null, at }, isKnown);
    }
    return refuse(deps, socket, refusal);
  };

  const station = await stationFor(deps, identity);
  if (station === null) {
    // It is counted on as what it is, an unknown one; only the answer says that it need not try again.
    const isBlocked = await isBlockedIdentity(deps.ctx, identity);
    return decline({ status: isBlocked ? 403 : 404, reason: "UnknownIdentity" }, false);
  }
  const signedIn = await signIn({ ...deps, now: deps.ctx.now }, request, station);
  if (!signedIn.ok) return decline(refusalFor(signedIn.error), true);
  const subprotocol = chooseSubprotocol(offered, SUPPORTED_SUBPROTOCOLS, station.pinnedVersion);
  if (!subprotocol.ok) {
    const reason = subprotocol.error === "NoneOffered" ? "NoSubprotocol" : "NoCommonSubprotocol";
    return decline({ status: 400, reason }, true);
  }
  deps.metrics.handshakes.inc({ outcome: "Admitted" });
  const dialledUrl = dialledUrlOf(request);
  return { station, signIn: signedIn.value, subprotocol: subprotocol.value, remoteAddress, dialledUrl };
}

/** A host name or an address, and perhaps a port: nothing else may get into an address of ours. */
const HOST = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/;

function dialledUrlOf({ headers, socket }: IncomingMessage): string | null {
  const { host } = headers;
  if (host === undefined || !HOST.test(host)) return null;
  return `${socket instanceof TLSSocket ? "https" : "http"}://${host}`;
}

/** Without the query, which may hold a secret. */
export const pathOf = ({ url = "" }: IncomingMessage): string => url.split(/[?#]/, 1)[0] ?? "";

async function stationFor(deps: HandshakeDeps, identity: string): Promise<AdmittedStation | null> {
  const known = await findStation(deps.ctx, identity);
  if (known !== null || deps.unknownStations !== "accept") return known;
  deps.log.info({ identity }, "an unknown station is taken in");
  return createOnContact(deps.ctx, identity);
}

/** Only a password is asked for; a certificate comes with the next TLS handshake or not at all. */
function refusalFor(reason: SignInFault): Refusal<NamedRefusal> {
  if (!ASKED_FOR_PASSWORD.has(reason)) return { status: 403, reason };
  return { status: 401, reason, headers: { "WWW-Authenticate": 'Basic realm="OCPP"' } };
}

const ASKED_FOR_PASSWORD: ReadonlySet<SignInFault> = new Set([
  "MissingCredentials",
  "MalformedCredentials",
  "WrongUserName",
  "WrongPassword",
]);

function refuse(deps: HandshakeDeps, socket: Duplex, { status, reason, headers = {} }: Refusal): null {
  deps.metrics.handshakes.inc({ outcome: reason });
  const body = `${reason}\n`;
  const lines = Object.entries({
    Connection: "close",
    "Content-Type": "text/plain",
    "Content-Length": String(body.length),
    ...headers,
  });
  // A peer that never closes its side must not keep ours.
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
  );
  return null;
}
