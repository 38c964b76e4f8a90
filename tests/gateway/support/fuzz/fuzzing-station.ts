import { WebSocket } from "ws";
import { type SchemaCheck, schemaCheck } from "../../../simulator/schema-check";
import type { Version, WireFrame } from "../raw-station";
import type { FrameSource, MutatedFrame } from "./mutated-frame";
import { type Owed, owedFor } from "./owed-answer";

export type FuzzingStation = {
  readonly identity: string;
  /** Sends so many frames, each once the one before it has got what it is owed. */
  readonly run: (frames: number) => Promise<void>;
  readonly leave: () => Promise<void>;
  readonly tally: Tally;
};

export type Tally = {
  readonly frames: number;
  readonly results: number;
  readonly errors: number;
  /** Connections that the gateway closed, as it says it does. */
  readonly closes: number;
  /** What went otherwise than it has to; with the frame. */
  readonly findings: readonly string[];
};

type Options = {
  readonly url: string;
  readonly identity: string;
  readonly version: Version;
  readonly source: FrameSource;
};

const PATIENCE_MS = 20_000;
const BAD_FRAMES_MAX = 20;
const FRAME_BYTES_MAX = 1024 * 1024;
const SYNC_EVERY = 25;

const CODES: Readonly<Record<Version, ReadonlySet<unknown>>> = {
  "1.6": new Set([
    "NotImplemented",
    "NotSupported",
    "ProtocolError",
    "SecurityError",
    "FormationViolation",
    "PropertyConstraintViolation",
    "OccurenceConstraintViolation",
    "TypeConstraintViolation",
    "GenericError",
  ]),
  "2.0.1": new Set([
    "NotImplemented",
    "NotSupported",
    "ProtocolError",
    "SecurityError",
    "FormatViolation",
    "PropertyConstraintViolation",
    "OccurrenceConstraintViolation",
    "TypeConstraintViolation",
    "GenericError",
    "MessageTypeNotSupported",
    "RpcFrameworkError",
  ]),
};

/** A connected station that sends whatever its source gives, and holds each answer against what is owed. */
export async function createFuzzingStation(options: Options): Promise<FuzzingStation> {
  const station = new Fuzzing(options);
  await station.dial();
  return station;
}

type Closed = { readonly code: number; readonly reason: string };
type Expected = Exclude<Owed, { readonly type: "Nothing" | "Unclear" }>;

class Fuzzing implements FuzzingStation {
  readonly identity: string;
  readonly tally = { frames: 0, results: 0, errors: 0, closes: 0, findings: [] as string[] };
  readonly #options: Options;
  readonly #check: SchemaCheck;
  #ws: WebSocket | null = null;
  #inbox: WireFrame[] = [];
  #closed: Closed | null = null;
  #wake: (() => void) | null = null;
  /** Bad frames in a row: at least, and at most where it is not for us to say. */
  #bad = { least: 0, most: 0 };
  /** Its last frame is sent and not yet counted; and whether an order was answered behind it. */
  #flight: { isAnsweredBehind: boolean } | null = null;
  #syncs = 0;

  constructor(options: Options) {
    this.#options = options;
    this.identity = options.identity;
    this.#check = schemaCheck(options.version);
  }

  async dial(): Promise<void> {
    const { url, identity, version } = this.#options;
    const ws = new WebSocket(`${url}/${identity}`, [`ocpp${version}`]);
    this.#ws = ws;
    this.#inbox = [];
    this.#closed = null;
    this.#bad = { least: 0, most: 0 };
    this.#flight = null;
    ws.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as WireFrame;
      if (frame[0] === 2) this.#answer(ws, frame);
      else this.#inbox.push(frame);
      this.#wake?.();
    });
    ws.on("close", (code, reason) => {
      if (ws !== this.#ws) return;
      this.#closed = { code, reason: reason.toString() };
      this.#wake?.();
    });
    await new Promise((resolve, reject) => ws.once("open", resolve).once("error", reject));
    ws.on("error", () => undefined);
  }

  /** The gateway orders when it likes (it asks after settings); an answer is a good frame between two of ours. */
  #answer(ws: WebSocket, order: WireFrame): void {
    ws.send(JSON.stringify([4, order[1], "NotSupported", "", {}]));
    if (this.#flight === null) this.#bad = { ...this.#bad, least: 0 };
    else this.#flight.isAnsweredBehind = true;
  }

  async run(frames: number): Promise<void> {
    for (let left = frames; left > 0; left -= 1) {
      const frame = this.#options.source.next();
      this.tally.frames += 1;
      try {
        await this.#step(frame);
      } catch (error) {
        await this.#found(frame, error);
      }
    }
    await this.#sync(0);
  }

  async leave(): Promise<void> {
    this.#ws?.close(1000);
    while (this.#closed === null) await this.#somethingNew("a close");
  }

  /** Whatever happened, the next frame starts afresh. */
  async #found({ text }: MutatedFrame, error: unknown): Promise<void> {
    this.tally.findings.push(`${this.identity}, frame ${this.tally.frames}: ${String(error)}\n  ${shown(text)}`);
    this.#ws?.terminate();
    await this.dial();
  }

  async #step(frame: MutatedFrame): Promise<void> {
    this.#send(frame);
    if (frame.kind === "Binary") return this.#expectClose(1003);
    if (frame.kind === "NoUtf8") return this.#expectClose(1007);
    if (Buffer.byteLength(frame.text) > FRAME_BYTES_MAX) return this.#expectClose(1009);
    await this.#settle(owedFor(frame.text));
    if (this.#bad.least >= BAD_FRAMES_MAX) return this.#expectClose(1002);
    if (this.#flight?.isAnsweredBehind === true) this.#bad = { ...this.#bad, least: 0 };
    this.#flight = null;
    const { least, most } = this.#bad;
    const mayBeClosedNext = most >= BAD_FRAMES_MAX - 1 && least < most;
    if (mayBeClosedNext || this.tally.frames % SYNC_EVERY === 0) await this.#sync(0);
  }

  #send({ kind, text }: MutatedFrame): void {
    this.#flight = { isAnsweredBehind: false };
    if (kind === "NoUtf8")
      this.#ws?.send(Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xc0])]), { binary: false });
    else this.#ws?.send(Buffer.from(text), { binary: kind === "Binary" });
  }

  async #settle(owed: Owed): Promise<void> {
    switch (owed.type) {
      case "Nothing":
        return this.#count(owed.isBad ? "Bad" : "Good");
      case "Unclear":
        this.#count("Either");
        return this.#bad.most < BAD_FRAMES_MAX ? this.#sync(1) : this.#expectClose(1002);
      case "Call":
      case "Headed":
      case "Refused": {
        const answer = await this.#next();
        if (answer === null) throw new Error(`closed instead of an answer: ${JSON.stringify(this.#closed)}`);
        this.#judge(owed, answer);
        return this.#count(owed.type === "Call" ? "Good" : owed.type === "Refused" ? "Bad" : "Either");
      }
    }
  }

  #count(frame: "Good" | "Bad" | "Either"): void {
    const { least, most } = this.#bad;
    this.#bad = {
      least: frame === "Bad" ? least + 1 : 0,
      most: frame === "Good" ? 0 : most + 1,
    };
  }

  #judge(owed: Expected, answer: WireFrame): void {
    if (answer[1] !== owed.id) throw new Error(`the answer goes to another call: ${shown(JSON.stringify(answer))}`);
    const isError = answer[0] === 4;
    this.tally[isError ? "errors" : "results"] += 1;
    const wrong = isError ? this.#faultOfError(answer) : this.#faultOfResult(owed, answer);
    if (wrong !== null) throw new Error(`the answer ${shown(JSON.stringify(answer))} is wrong: ${wrong}`);
  }

  #faultOfError([, , code, description, details, ...more]: WireFrame): string | null {
    const isDescribed = typeof description === "string" && description.length <= 255;
    if (!isDescribed || JSON.stringify(details) !== "{}" || more.length > 0) return "an error has other parts";
    return CODES[this.#options.version].has(code) ? null : "this version has no such code";
  }

  #faultOfResult(owed: Expected, [type, , payload, ...more]: WireFrame): string | null {
    if (type !== 3 || owed.type === "Refused") return "an error was owed";
    if (more.length > 0) return "a result has three parts";
    return owed.type === "Call" ? this.#check(owed.action, "Response", payload as object) : null;
  }

  /** Asks for the time: what else comes before the answer was owed by nobody, but for so many frames. */
  async #sync(spareMax: number): Promise<void> {
    const id = `sync-${(this.#syncs += 1)}`;
    this.#ws?.send(JSON.stringify([2, id, "Heartbeat", {}]));
    this.#count("Good");
    for (let spare = 0; ; spare += 1) {
      const frame = await this.#next();
      if (frame === null) throw new Error(`closed without a reason of ours: ${JSON.stringify(this.#closed)}`);
      if (frame[1] === id && frame[0] === 3) return;
      if (spare >= spareMax) throw new Error(`an answer that nobody is owed: ${shown(JSON.stringify(frame))}`);
      if (frame[0] === 4 && !CODES[this.#options.version].has(frame[2]))
        throw new Error(`no such error: ${String(frame[2])}`);
    }
  }

  async #expectClose(code: number): Promise<void> {
    while (this.#closed === null) await this.#somethingNew(`a close with ${code}`);
    if (this.#closed.code !== code) throw new Error(`closed with ${JSON.stringify(this.#closed)} instead of ${code}`);
    this.tally.closes += 1;
    await this.dial();
  }

  /** Null when the connection is over. */
  async #next(): Promise<WireFrame | null> {
    while (this.#inbox.length === 0 && this.#closed === null) await this.#somethingNew("an answer");
    return this.#inbox.shift() ?? null;
  }

  #somethingNew(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const SHOWN_CHARS_MAX = 700;
const shown = (text: string): string => {
  const escaped = JSON.stringify(text);
  return escaped.length > SHOWN_CHARS_MAX
    ? `${escaped.slice(0, SHOWN_CHARS_MAX)}… (${text.length} characters)`
    : escaped;
};
