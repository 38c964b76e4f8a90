import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { StationVersion } from "../../simulator/acknowledged";
import { schemaCheck } from "../../simulator/schema-check";

export type ReceivedFrame = {
  readonly identity: string;
  readonly action: string;
  readonly messageId: string;
  readonly payload: Payload;
};

type MeterValue = { readonly sampledValue: readonly { readonly measurand: string; readonly value: string | number }[] };

/** A payload of any action, with the fields that tests look into. */
export type Payload = {
  readonly [field: string]: unknown;
  readonly eventType?: string;
  readonly transactionInfo?: { readonly transactionId: string };
  readonly meterValue?: readonly MeterValue[];
  readonly transactionData?: readonly MeterValue[];
};

type Frame = readonly [type: number, messageId: string, third: unknown, payload: Payload];

/** How the fake treats a call: an answer, a CALLERROR code, or silence. */
export type Treatment = { readonly answer: object } | { readonly error: string } | "Silence";

type Treat = (frame: ReceivedFrame) => Treatment | Promise<Treatment>;
type CommandOutcome = { readonly answer: Record<string, unknown> } | { readonly error: string };

/** A CSMS that answers by the book, checks every frame against the official schemas, and misbehaves on request. */
export type FakeCsms = {
  readonly url: string;
  readonly frames: readonly ReceivedFrame[];
  readonly authorizations: readonly (string | null)[];
  /** Sockets opened so far, newest last. */
  readonly sockets: readonly WebSocket[];
  of(action: string): readonly ReceivedFrame[];
  treat(action: string, treat: Treat): void;
  /** Answers dials with this HTTP status; `null` accepts them again. */
  refuseDials(status: number | null): void;
  command(action: string, payload: object): Promise<CommandOutcome>;
  sendText(text: string): void;
  cutAll(): void;
  /** Fails when a station sent what the schemas forbid, or more than one call at a time. */
  close(): Promise<void>;
};

export async function createFakeCsms(): Promise<FakeCsms> {
  const frames: ReceivedFrame[] = [];
  const invalid: string[] = [];
  const authorizations: (string | null)[] = [];
  const sockets: WebSocket[] = [];
  const treatments = new Map<string, Treat>();
  const commands = new Map<string, { readonly action: string; readonly settle: (outcome: CommandOutcome) => void }>();
  let refusal: number | null = null;
  let outstandingMax = 0;
  let transactions = 0;

  const server = createServer();
  const wss = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request: IncomingMessage, socket, head) => {
    authorizations.push(request.headers.authorization ?? null);
    if (refusal !== null) return socket.end(`HTTP/1.1 ${refusal} No\r\nConnection: close\r\n\r\n`);
    return wss.handleUpgrade(request, socket, head, (opened) => serve(opened, identityOf(request)));
  });

  const serve = (socket: WebSocket, identity: string) => {
    sockets.push(socket);
    const version: StationVersion = socket.protocol === "ocpp1.6" ? "1.6" : "2.0.1";
    let outstanding = 0;
    socket.on("error", () => {});
    socket.on("message", (data: Buffer) => void receive(JSON.parse(data.toString("utf8")) as Frame));
    const receive = async ([type, messageId, third, payload]: Frame) => {
      if (type !== 2) return settleCommand(version, type, messageId, third);
      const action = String(third);
      outstanding += 1;
      outstandingMax = Math.max(outstandingMax, outstanding);
      const frame = { identity, action, messageId, payload };
      frames.push(frame);
      const wrong = schemaCheck(version)(action, "Request", payload);
      if (wrong !== null) invalid.push(`${action}: ${wrong}`);
      const treatment = (await treatments.get(action)?.(frame)) ?? {
        answer: byTheBook(version, frame, ++transactions),
      };
      // A call that is never answered is open no longer than the station waits for it.
      outstanding -= 1;
      if (treatment === "Silence") return;
      if ("error" in treatment) socket.send(JSON.stringify([4, messageId, treatment.error, "", {}]));
      else socket.send(JSON.stringify([3, messageId, treatment.answer]));
    };
  };

  const settleCommand = (version: StationVersion, type: number, messageId: string, third: unknown) => {
    const command = commands.get(messageId);
    if (!command) return;
    if (type === 4) return command.settle({ error: String(third) });
    const wrong = schemaCheck(version)(command.action, "Response", third as object);
    if (wrong !== null) invalid.push(`${command.action} answer: ${wrong}`);
    command.settle({ answer: third as Record<string, unknown> });
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ocpp`,
    frames,
    authorizations,
    sockets,
    of: (action) => frames.filter((frame) => frame.action === action),
    treat: (action, treat) => void treatments.set(action, treat),
    refuseDials(status) {
      refusal = status;
    },
    command(action, payload) {
      const messageId = randomUUID();
      return new Promise((settle) => {
        commands.set(messageId, { action, settle });
        sockets.at(-1)?.send(JSON.stringify([2, messageId, action, payload]));
      });
    },
    sendText: (text) => sockets.at(-1)?.send(text),
    cutAll() {
      for (const socket of wss.clients) socket.terminate();
    },
    async close() {
      for (const socket of wss.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      if (outstandingMax > 1) throw new Error(`A station had ${outstandingMax} calls open at once`);
      if (invalid.length > 0) throw new Error(`Invalid: ${invalid.join("; ")}`);
    },
  };
}

function identityOf(request: IncomingMessage): string {
  return decodeURIComponent(request.url?.split("/").at(-1) ?? "");
}

function byTheBook(version: StationVersion, { action, payload }: ReceivedFrame, transactionId: number): object {
  const currentTime = new Date().toISOString();
  switch (action) {
    case "BootNotification":
      return { status: "Accepted", currentTime, interval: 300 };
    case "Heartbeat":
      return { currentTime };
    case "Authorize":
      return version === "1.6" ? { idTagInfo: { status: "Accepted" } } : { idTokenInfo: { status: "Accepted" } };
    case "StartTransaction":
      return { transactionId, idTagInfo: { status: "Accepted" } };
    case "TransactionEvent":
      return payload["idToken"] ? { idTokenInfo: { status: "Accepted" } } : {};
    default:
      return {};
  }
}
