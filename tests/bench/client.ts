/** A station's end of the wire, as thin as it gets: ready-made frames, one call at a time, no look at the answer but at its head. */
import { once } from "node:events";
import { WebSocket } from "ws";
import { within } from "./patience";
import { bootPayload, type ScriptVersion, SUBPROTOCOL } from "./station-script";

export type Client = {
  /** Settles with the whole answer frame; rejects on anything but a result to this very call. */
  readonly call: (action: string, payload: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export type Dial = {
  readonly url: string;
  readonly identity: string;
  readonly version: ScriptVersion;
  readonly password?: string | undefined;
};

const BOOT_MS = 60_000;

export async function connect({ url, identity, version, password }: Dial): Promise<Client> {
  const credentials = Buffer.from(`${identity}:${password ?? ""}`).toString("base64");
  const ws = new WebSocket(`${url}/${identity}`, SUBPROTOCOL[version], {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    ...(password === undefined ? {} : { headers: { Authorization: `Basic ${credentials}` } }),
  });
  let waiting: {
    readonly head: string;
    readonly resolve: (text: string) => void;
    readonly reject: (error: Error) => void;
  } | null = null;
  let isClosing = false;
  let sent = 0;
  const fail = (reason: string): void => {
    waiting?.reject(new Error(`${identity}: ${reason}`));
    waiting = null;
  };
  ws.on("message", (data) => {
    const text = (data as Buffer).toString();
    if (text.charAt(1) === "2") return ws.send(refusal(text));
    if (waiting === null || !text.startsWith(waiting.head)) return fail(`answered ${text.slice(0, 200)}`);
    const { resolve } = waiting;
    waiting = null;
    resolve(text);
  });
  ws.on("close", (code) => {
    if (!isClosing) fail(`the connection was closed with ${code}`);
  });
  await once(ws, "open");
  ws.on("error", (error) => fail(error.message));
  return {
    call: (action, payload) =>
      new Promise<string>((resolve, reject) => {
        sent += 1;
        const id = `${sent}`;
        waiting = { head: `[3,"${id}"`, resolve, reject };
        ws.send(`[2,"${id}","${action}",${payload}]`);
      }),
    close: async () => {
      isClosing = true;
      if (ws.readyState === ws.CLOSED) return;
      ws.close(1000);
      await once(ws, "close");
    },
  };
}

/** Connects and registers. */
export async function boot(dial: Dial): Promise<Client> {
  const client = await connect(dial);
  const booting = client.call("BootNotification", bootPayload(dial.version));
  const answer = await within(BOOT_MS, booting, () => `${dial.identity}: its boot was not answered`);
  if (!answer.includes('"Accepted"')) throw new Error(`${dial.identity}: its boot was answered ${answer}`);
  return client;
}

/** A station may be asked things; here it knows nothing. */
function refusal(call: string): string {
  const id = /^\[2,"([^"]*)"/.exec(call)?.[1] ?? "-1";
  return `[4,"${id}","NotImplemented","",{}]`;
}
