/** Frames as a broken, a careless or a hostile station might send them. */
import { knownActions } from "@/ocpp-gateway/schemas/load";
import { between, oneOf, type Random } from "../../../simulator/random";
import type { Version } from "../raw-station";
import { mutated, textOf } from "./mutated-payload";
import { actionsOf, type Json, validPayload } from "./valid-payload";

/** What is sent stays one text frame; `Binary` and `NoUtf8` are the two that close the socket by themselves. */
export type MutatedFrame = { readonly kind: "Text" | "Binary" | "NoUtf8"; readonly text: string };

const IDS: readonly [Json, ...Json[]] = [
  null,
  true,
  7,
  0,
  -3,
  1.5,
  1e308,
  2 ** 53,
  "",
  " ",
  "-1",
  "i".repeat(36),
  "i".repeat(255),
  "i".repeat(256),
  "nul\0",
  "half \uD800",
  "\u{1F50C}",
  'a"b\\c',
  "line\nbreak",
  "__proto__",
  [],
  ["id"],
  {},
];

const TYPES: readonly [Json, ...Json[]] = [0, 1, 3, 4, 5, 6, 7, 9, -2, 2.5, 1e308, "2", null, true, [2], {}];

const NO_ACTIONS: readonly [Json, ...Json[]] = [
  null,
  5,
  true,
  {},
  [],
  "",
  " ",
  "heartbeat",
  "Heartbeat ",
  "HeartbeatRequest",
  "Heartbeat.req",
  "CustomOperation",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "a".repeat(100),
  "a".repeat(101),
  "a\0b",
  "\uD800",
];

const ERROR_CODES: readonly [Json, ...Json[]] = ["GenericError", "NotSupported", "FormationViolation", "", null, 7, {}];

/** Each is answered with an error, and counts against the limit of bad frames in a row. */
const BAD: readonly [string, ...string[]] = [
  "null",
  "{}",
  "[2]",
  '[9,"bad","Heartbeat",{}]',
  '[6,"bad","NotifyPeriodicEventStream",{}]',
  '[2,"bad","Heartbeat",[]]',
];
/** More than any limit. */
const STREAK = 48;

const NOISE = Array.from('[]{}",:\\0129eE+-.truefalsn \0\u0001\uFEFF\u{1F50C}');

/** What has an effect is what can go wrong. */
const isOfStations = (version: Version, action: string): boolean =>
  knownActions(`ocpp${version}`).get(action) !== "CsmsToStation";

export type FrameSource = {
  /** The next frame; the same sequence for the same version and random numbers. */
  readonly next: () => MutatedFrame;
};

export function createFrameSource(version: Version, random: Random): FrameSource {
  const actions = actionsOf(version) as readonly [string, ...string[]];
  const ofStations = actions.filter((action) => isOfStations(version, action)) as unknown as typeof actions;
  let nextId = 1;
  let last = "";
  let streak = 0;

  const id = (): Json => {
    if (random() < 0.06) return oneOf(random, IDS);
    // Ids that come again with other content, as after a restart.
    return random() < 0.1 ? String(Math.floor(between(random, 1, 20))) : `f-${nextId++}`;
  };

  const payloadOf = (action: string, half: "Request" | "Response"): Json => {
    let payload = validPayload(version, `${action}${half}`, random);
    // Some frames stay right: what comes between broken ones has to be served.
    for (let left = Math.floor(between(random, 0, 4)); left > 0; left -= 1) payload = mutated(payload, random);
    return payload;
  };

  const call = (): readonly Json[] => {
    const action = oneOf(random, random() < 0.6 ? ofStations : actions);
    const told = random() < 0.04 ? oneOf(random, NO_ACTIONS) : action;
    return [2, id(), told, payloadOf(action, "Request")];
  };
  const answer = (): readonly Json[] =>
    random() < 0.5
      ? [3, id(), payloadOf(oneOf(random, actions), "Response")]
      : [4, id(), oneOf(random, ERROR_CODES), oneOf<Json>(random, ["", null, "d".repeat(300)]), {}];

  const frame = (): readonly Json[] => (random() < 0.06 ? answer() : call());

  const reshaped = ([type = 2, messageId = "f", ...rest]: readonly Json[]): Json =>
    oneOf<() => Json>(random, [
      () => [oneOf(random, TYPES), messageId, ...rest],
      () => [oneOf(random, TYPES), messageId, ...rest],
      () => [type, messageId, ...rest.slice(0, Math.floor(random() * rest.length))],
      () => [type, messageId, ...rest, "more", null],
      () => [type, messageId, ...rest.toReversed()],
      () => [type, ...rest],
      () => [type],
      () => [],
      () => ({ type, messageId, rest }),
      () => [[type, messageId, ...rest]],
      () => oneOf<Json>(random, [null, true, 2, "text", {}]),
    ])();

  const damaged = (text: string): string => {
    const at = Math.floor(random() * text.length);
    const noise = NOISE[Math.floor(random() * NOISE.length)] ?? "";
    return oneOf<() => string>(random, [
      () => text.slice(0, at),
      () => text.slice(0, at) + text.slice(at + 1),
      () => text.slice(0, at) + noise + text.slice(at),
      () => text.slice(0, at) + noise + text.slice(at + 1),
      () => text.replace(/:("[^"]*"|\d+)([,}])/, ":$2"),
      () => text.replace("}]", ",}]"),
      () => `\uFEFF${text}\0\0`,
      () => ` \r\n${text}\n`,
      () => text + text,
      () => "",
      () => " \t\r\n",
      () => noise.repeat(Math.floor(between(random, 1, 500))),
    ])();
  };

  const next = (): string => {
    if (streak === 0 && random() < 0.0005) streak = STREAK;
    if (streak > 0) {
      streak -= 1;
      return oneOf(random, BAD);
    }
    const shape = random();
    if (shape < 0.03 && last !== "") return last;
    if (shape < 0.85) return textOf(frame());
    return shape < 0.92 ? textOf(reshaped(frame())) : damaged(textOf(frame()));
  };

  return {
    next: () => {
      const rare = random();
      if (rare < 0.0002) return { kind: "Binary", text: textOf(call()) };
      if (rare < 0.0004) return { kind: "NoUtf8", text: textOf(call()) };
      if (rare < 0.0006)
        return { kind: "Text", text: textOf([2, "big", "DataTransfer", { data: "x".repeat(2 ** 20) }]) };
      last = next();
      return { kind: "Text", text: last };
    },
  };
}
