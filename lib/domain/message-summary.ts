/**
 * What a message says, on one line: `status c1 Charging`, `Started CablePluggedIn #0 evse 1 → Accepted`. One
 * entry per action, for all versions at once where they share its name. The words are the protocol's own.
 */
import { payloadOf, resultKind } from "./message-view";
import { ANSWERS, statusWords } from "./message-words/answers";
import { CALLS } from "./message-words/calls";
import { joined, place, type Teller, text } from "./message-words/pieces";

type Summarized = {
  readonly action: string | null;
  readonly result: string;
  readonly request: string | null;
  readonly response: string | null;
};

const CHARS_MAX = 160;

/** One line of at most 160 characters. A payload that is no JSON object says nothing. */
export function summarizeMessage({ action, result, request, response }: Summarized): string {
  const isAnswered = resultKind(result) === "Ok" || result === "Late";
  const answer = isAnswered ? (ANSWERS.get(action ?? "") ?? statusWords) : whyNot;
  return cut([say(CALLS.get(action ?? "") ?? generalWords, request), say(answer, response)].filter(isSaid).join(" → "));
}

const isSaid = (part: string): boolean => part !== "";

/** What is not there, or too long to be at hand, says nothing. A station's own line breaks would break the line. */
const say = (teller: Teller, text: string | null): string =>
  text === null
    ? ""
    : joined(teller(payloadOf(text)))
        .replaceAll(/\s+/g, " ")
        .trim();

function cut(line: string): string {
  if (line.length <= CHARS_MAX) return line;
  return `${line.slice(0, CHARS_MAX - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** For actions that have no entry: vendors' own, and those of versions to come. */
const generalWords: Teller = (call) => [
  place(call),
  text(call, "status"),
  text(call, "type"),
  text(call, "transactionId"),
  text(call, "requestId"),
];

/** Why an error was answered, or why a frame could not be read. The code stands beside the line. */
const whyNot: Teller = (answer) => [text(answer, "description") ?? text(answer, "status")];
