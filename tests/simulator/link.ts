import { WebSocket } from "ws";
import type { Cancel, Clock } from "./clock";
import { between, type Random } from "./random";
import { type CallOutcome, createRpcClient, type OutgoingCall, type ReplyToCall, type RpcClient } from "./rpc-client";

/** Extra trust and key material for `wss://` URLs (security profiles 2 and 3). */
export type TlsMaterial = {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly rejectUnauthorized?: boolean;
};

export type Backoff = { readonly minMs: number; readonly maxMs: number };

export type LinkDeps = {
  readonly url: string;
  readonly identity: string;
  readonly subprotocol: string;
  readonly tls: TlsMaterial | null;
  readonly backoff: Backoff;
  readonly callTimeoutMs: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Read at every dial, since the CSMS may change the password. */
  readonly password: () => string | Uint8Array | null;
  /** 0: no pings. Read before every ping. */
  readonly pingMs: () => number;
  readonly onCall: ReplyToCall;
  readonly onUp: () => void;
  readonly onDown: () => void;
  readonly onDialFailed: (status: number | null) => void;
  readonly onBadFrame: (text: string) => void;
};

/**
 * The station's way to the CSMS. Once dialled it keeps coming back, with back-off, until hung up.
 *
 *   Idle --dial--> Dialling --open--> Up --close--> Waiting --back-off--> Dialling
 *   any --hangUp--> Idle      any --cut--> Cut --restore--> Waiting
 */
export type Link = {
  readonly isUp: boolean;
  dial(): void;
  call(call: OutgoingCall): Promise<CallOutcome>;
  /** Starts the back-off anew, after a connection has proved useful. */
  resetBackoff(): void;
  /** The network is gone. Silent: the peer is not told and our socket just falls mute (half-open). */
  cut(silent: boolean): void;
  readonly restore: () => void;
  /** Closes without coming back; resolves when the socket is gone. */
  hangUp(how: "Close" | "Terminate"): Promise<void>;
};

const CLOSE_PATIENCE_MS = 1_000;
const ABANDONED_MAX = 3;

export function createLink(deps: LinkDeps): Link {
  const abandoned: WebSocket[] = [];
  let socket: WebSocket | null = null;
  let rpc: RpcClient | null = null;
  let failures = 0;
  let isWanted = false;
  let hasNetwork = true;
  let cancelRetry: Cancel = () => {};
  let cancelPing: Cancel = () => {};

  const dial = () => {
    if (!isWanted || !hasNetwork || socket) return;
    cancelRetry();
    const dialled = open(deps);
    socket = dialled;
    let refusedWith: number | null = null;
    dialled.on("open", () => socket === dialled && up(dialled));
    dialled.on("unexpected-response", (request, response) => {
      refusedWith = response.statusCode ?? null;
      request.destroy();
      dialled.terminate();
    });
    // The close event follows every error and carries on from there.
    dialled.on("error", () => {});
    dialled.on("close", () => {
      if (socket !== dialled) return;
      const wasUp = rpc !== null;
      down();
      if (!wasUp) deps.onDialFailed(refusedWith);
      retry();
    });
  };

  const up = (opened: WebSocket) => {
    const { clock, callTimeoutMs: timeoutMs, onCall, onBadFrame } = deps;
    rpc = createRpcClient({ socket: opened, clock, timeoutMs, onCall, onBadFrame });
    keepAlive(opened);
    deps.onUp();
  };

  const down = () => {
    const lost = rpc;
    socket = null;
    rpc = null;
    cancelPing();
    lost?.hangUp();
    if (lost) deps.onDown();
  };

  const retry = () => {
    const ceiling = Math.min(deps.backoff.maxMs, deps.backoff.minMs * 2 ** Math.min(failures, 20));
    failures += 1;
    cancelRetry();
    cancelRetry = deps.clock.after(between(deps.random, ceiling / 2, ceiling), dial);
  };

  const keepAlive = (opened: WebSocket) => {
    let hasAnswered = true;
    opened.on("pong", () => {
      hasAnswered = true;
    });
    const schedule = () => {
      cancelPing = deps.clock.after(deps.pingMs() || 60_000, () => {
        if (deps.pingMs() > 0 && !hasAnswered) return opened.terminate();
        if (deps.pingMs() > 0) {
          hasAnswered = false;
          opened.ping();
        }
        schedule();
      });
    };
    schedule();
  };

  const abandon = (mute: WebSocket) => {
    mute.pause();
    abandoned.push(mute);
    if (abandoned.length > ABANDONED_MAX) abandoned.shift()?.terminate();
  };

  return {
    get isUp() {
      return rpc !== null;
    },
    dial() {
      isWanted = true;
      dial();
    },
    call: (call) => rpc?.call(call) ?? Promise.resolve({ type: "Disconnected" }),
    resetBackoff() {
      failures = 0;
    },
    cut(silent) {
      hasNetwork = false;
      cancelRetry();
      const lost = socket;
      down();
      if (!lost) return;
      if (silent && lost.readyState === WebSocket.OPEN) abandon(lost);
      else lost.terminate();
    },
    restore() {
      if (hasNetwork) return;
      hasNetwork = true;
      if (isWanted) retry();
    },
    async hangUp(how) {
      isWanted = false;
      cancelRetry();
      const closing = socket;
      down();
      for (const mute of abandoned.splice(0)) mute.terminate();
      if (!closing || closing.readyState === WebSocket.CLOSED) return;
      await close(closing, how, deps.clock);
    },
  };
}

function open(deps: LinkDeps): WebSocket {
  const password = deps.password();
  const headers = password === null ? {} : { Authorization: basicAuthorization(deps.identity, password) };
  return new WebSocket(`${deps.url.replace(/\/$/, "")}/${encodeURIComponent(deps.identity)}`, [deps.subprotocol], {
    headers,
    handshakeTimeout: deps.callTimeoutMs,
    perMessageDeflate: false,
    ...deps.tls,
  });
}

function basicAuthorization(identity: string, password: string | Uint8Array): string {
  // Keys set over OCPP 1.6 are raw bytes, not text.
  const key = typeof password === "string" ? Buffer.from(password, "utf8") : Buffer.from(password);
  return `Basic ${Buffer.concat([Buffer.from(`${identity}:`, "utf8"), key]).toString("base64")}`;
}

function close(socket: WebSocket, how: "Close" | "Terminate", clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(CLOSE_PATIENCE_MS, () => socket.terminate());
    socket.once("close", () => {
      cancel();
      resolve();
    });
    if (how === "Close") socket.close(1000);
    else socket.terminate();
  });
}
