import type { JsonObject } from "@/lib/domain/json";
import type { Result } from "@/lib/domain/result";
import type { CommandAnswer, StationCommand } from "@/lib/domain/station-command";
import type { StationMessage, StationReply } from "@/lib/domain/station-message";
import type { Fault, FaultCode } from "../wire/fault";

/** A call's action and payload, in either direction. */
export type WireCall = { readonly action: string; readonly payload: JsonObject };

/** A call of a station's, understood. `repairs` names what had to be mended first, so that it can be counted. */
export type ReadCall = { readonly message: StationMessage; readonly repairs: readonly string[] };

/** What a command needs to know beyond itself. */
export type CommandContext = {
  /** The command's own number: 2.x correlates the start of a session by it (remoteStartId). */
  readonly number: number;
  /** The session a RemoteStop speaks of. */
  readonly session: { readonly id: number; readonly transactionId: string | null } | null;
};

/**
 * Everything that differs between OCPP versions, and nothing that does not.
 * No code outside `adapters/` may ask which version a station speaks: it asks
 * the adapter to read or write, or looks at `can`.
 */
export type VersionAdapter = {
  /** The subprotocol, for example "ocpp1.6". */
  readonly version: string;
  readonly can: {
    /** Stations are served before their first boot. */
    readonly talkBeforeBoot: boolean;
    /** Stations send text that is almost JSON; it is mended. */
    readonly misspellJson: boolean;
  };
  readCall(call: WireCall, receivedAt: Date): Result<ReadCall, Fault>;
  /** Always valid by the official schema. Throws where the reply cannot be said, which is a bug of ours. */
  writeReply(reply: StationReply): JsonObject;
  /** Null where this version has no way to say it; a fault where this command's content is not sayable. */
  writeCommand(command: StationCommand, context: CommandContext): Result<WireCall, Fault> | null;
  /** The station's answer to a call of ours. */
  readAnswer(call: WireCall, payload: JsonObject): Result<CommandAnswer, Fault>;
  /** This version's spelling of each fault. */
  readonly errorCodes: Readonly<Record<FaultCode, string>>;
};
