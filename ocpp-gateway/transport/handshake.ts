/**
 * From an upgrade request to an admitted station, or an HTTP answer that says why not (OCPP-J §3; order: address,
 * station, security profile, credentials, subprotocol). Nothing a stranger sends gets further than a look-up.
 */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { type AdmittedStation, createOnContact, findStation } from "@/lib/services/stations/admit-station";
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
};

export type HandshakeDeps = Omit<SignInDeps, "now"> & {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly unknownStations: "inbox" | "accept" | "refuse";
  readonly isDraining: () => boolean;
};

type Refusal = {
  readonly status: number;
  readonly reason: string;
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
    if (deps.isDraining() || pending >= PENDING_MAX) {
      return refuse(deps, socket, {
        status: 503,
        reason: deps.isDraining() ? "Draining" : "Overload",
        headers: RETRY_AFTER,
      });
    }
    pending += 1;
    try {
      return await admit(deps, request, socket);
    } catch (error) {
      deps.log.error({ err: error }, "a handshake failed on our side");
      return refuse(deps, socket, { status: 503, reason: "Unavailable", headers: RETRY_AFTER });
    } finally {
      pending -= 1;
    }
  };
}

async function admit(deps: HandshakeDeps, request: IncomingMessage, socket: Duplex): Promise<Admission | null> {
  const address = parseIdentity(request.url ?? "");
  const remoteAddress = request.socket.remoteAddress ?? null;
  if (!address.ok) {
    deps.log.info({ remoteAddress, reason: address.error }, "a handshake was refused");
    return refuse(deps, socket, { status: address.error === "IdentityMissing" ? 404 : 400, reason: address.error });
  }
  const { identity } = address.value;
  const offered = request.headers["sec-websocket-protocol"];

  const decline = (refusal: Refusal): null => {
    deps.log.info({ identity, remoteAddress, reason: refusal.reason, offered }, "a station was refused");
    const isListed = refusal.reason !== "UnknownIdentity" || deps.unknownStations === "inbox";
    if (isListed) {
      const offeredProtocols = offered?.slice(0, 200) ?? null;
      deps.refusals.add({ identity, reason: refusal.reason, remoteAddress, offeredProtocols, at: deps.ctx.now() });
    }
    return refuse(deps, socket, refusal);
  };

  const station = await stationFor(deps, identity);
  if (station === null) return decline({ status: 404, reason: "UnknownIdentity" });
  const signedIn = await signIn({ ...deps, now: deps.ctx.now }, request, station);
  if (!signedIn.ok) return decline(refusalFor(signedIn.error));
  const subprotocol = chooseSubprotocol(offered, SUPPORTED_SUBPROTOCOLS, station.pinnedVersion);
  if (!subprotocol.ok)
    return decline({
      status: 400,
      reason: subprotocol.error === "NoneOffered" ? "NoSubprotocol" : "NoCommonSubprotocol",
    });
  deps.metrics.handshakes.inc({ outcome: "Admitted" });
  return { station, signIn: signedIn.value, subprotocol: subprotocol.value, remoteAddress };
}

async function stationFor(deps: HandshakeDeps, identity: string): Promise<AdmittedStation | null> {
  const known = await findStation(deps.ctx, identity);
  if (known !== null || deps.unknownStations !== "accept") return known;
  deps.log.info({ identity }, "an unknown station is taken in");
  return createOnContact(deps.ctx, identity);
}

/** Only a password is asked for; a certificate comes with the next TLS handshake or not at all. */
function refusalFor(reason: SignInFault): Refusal {
  if (reason !== "MissingCredentials" && reason !== "WrongPassword") return { status: 403, reason };
  return { status: 401, reason, headers: { "WWW-Authenticate": 'Basic realm="OCPP"' } };
}

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
