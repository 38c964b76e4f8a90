/**
 * A station of 1.6 as the alliance's test tool plays it: each frame stands written out where it is said or expected,
 * and is held against the official schema, ours as well as the tool's.
 */
import { expect } from "vitest";
import { schemaCheck } from "../../simulator/schema-check";
import { type DialOptions, dial, type WireFrame } from "./raw-station";

/** Our message ids; in an answer to us, the id of the call it answers. */
export const AN_ID: unknown = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** UTC with milliseconds. */
export const A_TIME: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
export const A_TRANSACTION_ID: unknown = expect.any(Number);

type Payload = Readonly<Record<string, unknown>>;

export type ToolStation = {
  readonly identity: string;
  /** The version the server chose. */
  readonly subprotocol: string;
  /** Says a call, and is answered this frame. Gives the answer's payload. */
  readonly says: (call: WireFrame, answer: WireFrame) => Promise<Payload>;
  /** Is sent this call, and answers it. Gives the payload it was sent. */
  readonly isSent: (call: WireFrame, answer: WireFrame) => Promise<Payload>;
  /** What it was sent that no test has asked for. */
  readonly unexpected: () => readonly WireFrame[];
  readonly isConnected: () => boolean;
  readonly leaves: () => Promise<void>;
  /** Loses its power. */
  readonly dies: () => Promise<void>;
};

const faultOf = schemaCheck("1.6");

export async function dialAsTool(ocppUrl: string, identity: string, options: DialOptions = {}): Promise<ToolStation> {
  const raw = await dial(ocppUrl, identity, "1.6", options);
  return {
    identity,
    subprotocol: raw.ws.protocol,
    says: async (call, answer) => {
      const [, id, action] = call;
      expectValid(call, action, "Request");
      raw.say(call);
      const told = await raw.next((frame) => frame[0] !== 2 && frame[1] === id);
      expect(told).toEqual(answer);
      return expectValid(told, action, "Response");
    },
    isSent: async (call, answer) => {
      const sent = await raw.next(([type]) => type === 2);
      expect(sent).toEqual(call);
      const [, id, action] = sent;
      const payload = expectValid(sent, action, "Request");
      expectValid(answer, action, "Response");
      const [type, , ...content] = answer;
      raw.say([type, id, ...content]);
      return payload;
    },
    unexpected: raw.untaken,
    isConnected: () => raw.ws.readyState === raw.ws.OPEN,
    leaves: raw.leave,
    dies: async () => {
      raw.ws.terminate();
      await raw.closed;
    },
  };
}

/** The payload of a call or of its result. */
function expectValid(frame: WireFrame, action: unknown, kind: "Request" | "Response"): Payload {
  const payload = frame.at(-1) as Payload;
  expect(faultOf(String(action), kind, payload), `${JSON.stringify(frame)} by the official schema`).toBeNull();
  return payload;
}

/** The id that a start was given: positive and int32, since stations keep it in one. */
export function transactionIdOf({ transactionId }: Payload): number {
  expect(Number.isInteger(transactionId)).toBe(true);
  expect(transactionId).toBeGreaterThan(0);
  expect(transactionId).toBeLessThanOrEqual(2_147_483_647);
  return Number(transactionId);
}
