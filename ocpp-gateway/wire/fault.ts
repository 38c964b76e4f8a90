/** What is wrong with a peer's frame or payload, in our words. Each adapter spells the codes its own way. */
const FAULT_CODES = [
  "NotImplemented",
  "NotSupported",
  "Internal",
  "Protocol",
  "Security",
  "MalformedPayload",
  "PropertyConstraint",
  "WrongCount",
  "TypeConstraint",
  "Generic",
  "UnknownMessageType",
  "RpcFramework",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** `reason` names the place and the rule; it never repeats what the peer sent. */
export type Fault = { readonly code: FaultCode; readonly reason: string };

export const fault = (code: FaultCode, reason: string): Fault => ({ code, reason });
