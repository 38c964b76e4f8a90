import type { JsonValue } from "./json";
import type { CommandState } from "./station-command";

/** A command as operators and API clients see it. Instants are ISO strings. */
export type CommandView = {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly request: JsonValue;
  readonly state: CommandState;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly sentAt: string | null;
  readonly answeredAt: string | null;
  readonly effectDeadlineAt: string | null;
  readonly settledAt: string | null;
  readonly action: string | null;
  readonly answer: JsonValue;
  readonly answerStatus: string | null;
  readonly errorCode: string | null;
  readonly errorDescription: string | null;
  readonly sessionId: number | null;
  readonly rev: number;
};
