/** Why the gateway closes a station's socket. Stations treat all alike and dial again; people and logs do not. */
export type CloseReason = { readonly code: number; readonly reason: string };

export const CLOSE = {
  superseded: { code: 1008, reason: "Superseded" },
  shuttingDown: { code: 1001, reason: "ShuttingDown" },
  binaryFrame: { code: 1003, reason: "BinaryFrame" },
  tooManyBadFrames: { code: 1002, reason: "TooManyBadFrames" },
  serialNumberMismatch: { code: 1008, reason: "SerialNumberMismatch" },
  accessChanged: { code: 1008, reason: "AccessChanged" },
  internal: { code: 1011, reason: "InternalError" },
  connectionLost: { code: 1012, reason: "HoldLost" },
} as const satisfies Record<string, CloseReason>;

/** Half-open: nothing was heard, and a close frame would reach nobody. */
export const SILENT = "Silent";

/** The words for a frame that the WebSocket layer would not take: oversize (1009), no UTF-8 (1007), the rest 1002. */
export function brokenFrameReason(error: Error): string {
  switch ("code" in error ? error.code : null) {
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
      return "FrameTooBig";
    case "WS_ERR_INVALID_UTF8":
      return "InvalidText";
    default:
      return "BrokenFrame";
  }
}

/** The words for a close that came from the station's side. */
export function peerCloseReason(code: number): string {
  if (code === 1006) return "ConnectionCut";
  return `ClosedByStation:${code}`;
}
