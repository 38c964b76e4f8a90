import type { IncomingMessage, ServerResponse } from "node:http";

/** Something that stations reach over HTTP on the port they dial, beside OCPP. */
export type HttpService = {
  /** Is this request target its own? */
  readonly takes: (url: string) => boolean;
  /** Answers it, now or later. `isContinueAwaited`: the station waits for a word before it sends its body. */
  readonly serve: (request: IncomingMessage, response: ServerResponse, isContinueAwaited: boolean) => void;
};
