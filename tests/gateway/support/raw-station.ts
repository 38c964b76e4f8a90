import { randomUUID } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import { type ClientOptions, WebSocket } from "ws";

export type Version = "1.6" | "2.0.1";
export const VERSIONS: readonly Version[] = ["1.6", "2.0.1"];

/** A frame as it stood on the wire. */
export type WireFrame = readonly unknown[];

export type DialOptions = {
  readonly protocols?: readonly string[];
  /** HTTP Basic with the identity as user; bytes for keys that are not text. */
  readonly password?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Authorities, certificate, key, suites of a TLS connection. */
  readonly tls?: Pick<ConnectionOptions, "ca" | "cert" | "key" | "ciphers" | "minVersion" | "maxVersion" | "session">;
};

/** A station that says exactly what a test tells it to, frame by frame, and nothing by itself. */
export type RawStation = {
  readonly identity: string;
  readonly ws: WebSocket;
  /** An array is sent as JSON, a text as it is. */
  readonly say: (...frames: readonly (WireFrame | string)[]) => void;
  /** The next frame, or the next wanted one, that nobody has taken yet. */
  readonly next: (isWanted?: (frame: WireFrame) => boolean) => Promise<WireFrame>;
  /** Sends a call and gives the frame that answers it. */
  readonly ask: (action: string, payload: object, id?: string | number) => Promise<WireFrame>;
  /** Frames that nobody has taken yet. */
  readonly untaken: () => readonly WireFrame[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly leave: () => Promise<void>;
};

type Waiting = { readonly isWanted: (frame: WireFrame) => boolean; readonly take: (frame: WireFrame) => void };

const PATIENCE_MS = 10_000;

/** Rejects when the server does not upgrade. */
export async function dial(
  ocppUrl: string,
  identity: string,
  version: Version,
  options: DialOptions = {},
): Promise<RawStation> {
  const ws = new WebSocket(
    `${ocppUrl}/${encodeURIComponent(identity)}`,
    [...(options.protocols ?? [`ocpp${version}`])],
    clientOptions(identity, options),
  );
  const waiting: Waiting[] = [];
  const arrived: WireFrame[] = [];
  ws.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as WireFrame;
    const taker = waiting.findIndex(({ isWanted }) => isWanted(frame));
    if (taker === -1) arrived.push(frame);
    else waiting.splice(taker, 1)[0]?.take(frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject));
  ws.on("error", () => undefined);

  const say: RawStation["say"] = (...frames) => {
    for (const frame of frames) ws.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  };
  const next = (isWanted: (frame: WireFrame) => boolean = () => true): Promise<WireFrame> => {
    const at = arrived.findIndex(isWanted);
    const [frame] = at === -1 ? [] : arrived.splice(at, 1);
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${identity} was not told what it waits for`)), PATIENCE_MS);
      const take = (late: WireFrame): void => {
        clearTimeout(timer);
        resolve(late);
      };
      waiting.push({ isWanted, take });
    });
  };
  return {
    identity,
    ws,
    say,
    next,
    ask: (action, payload, id = randomUUID()) => {
      say([2, id, action, payload]);
      return next((frame) => frame[0] !== 2 && frame[1] === id);
    },
    untaken: () => arrived,
    closed,
    leave: async () => {
      ws.close(1000);
      await closed;
    },
  };
}

/** What the server answers a handshake that it refuses. */
export async function refusalOf(
  url: string,
  { identity = "", protocols = ["ocpp1.6"], ...options }: DialOptions & { readonly identity?: string } = {},
): Promise<{ readonly status: number; readonly challenge: string | null; readonly body: string }> {
  const ws = new WebSocket(url, [...protocols], clientOptions(identity, options));
  ws.on("error", () => undefined);
  return new Promise((resolve, reject) => {
    ws.once("open", () => {
      ws.terminate();
      reject(new Error(`${url} was let in`));
    });
    ws.once("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.once("end", () => {
        resolve({ status: response.statusCode ?? 0, challenge: response.headers["www-authenticate"] ?? null, body });
      });
    });
  });
}

function clientOptions(identity: string, { password, headers = {}, tls = {} }: DialOptions): ClientOptions {
  if (password === undefined) return { ...tls, headers: { ...headers }, perMessageDeflate: false };
  const credentials = Buffer.concat([Buffer.from(`${identity}:`), Buffer.from(password)]).toString("base64");
  const authorization = `Basic ${credentials}`;
  return { ...tls, headers: { ...headers, authorization }, perMessageDeflate: false };
}

/** The same things said in each version. */
export const SAID = {
  "1.6": {
    boot: { chargePointVendor: "Raw", chargePointModel: "R1" },
    status: (connectorId: number, status: "Available" | "Charging" | "Unavailable") => ({
      connectorId,
      errorCode: "NoError",
      status,
      timestamp: new Date().toISOString(),
    }),
  },
  "2.0.1": {
    boot: { reason: "PowerUp", chargingStation: { vendorName: "Raw", model: "R1" } },
    status: (evseId: number, status: "Available" | "Charging" | "Unavailable") => ({
      evseId,
      connectorId: 1,
      connectorStatus: status === "Charging" ? "Occupied" : status,
      timestamp: new Date().toISOString(),
    }),
  },
} as const;

/** Dials and boots. */
export async function dialAndBoot(
  ocppUrl: string,
  identity: string,
  version: Version,
  options: DialOptions = {},
): Promise<RawStation> {
  const station = await dial(ocppUrl, identity, version, options);
  await station.ask("BootNotification", SAID[version].boot, "boot");
  return station;
}
