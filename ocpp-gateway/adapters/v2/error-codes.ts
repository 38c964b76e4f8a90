import type { FaultCode } from "../../wire/fault";

/** 2.x mended the spellings of 1.6. */
export const ERROR_CODES: Readonly<Record<FaultCode, string>> = {
  NotImplemented: "NotImplemented",
  NotSupported: "NotSupported",
  Internal: "InternalError",
  Protocol: "ProtocolError",
  Security: "SecurityError",
  MalformedPayload: "FormatViolation",
  PropertyConstraint: "PropertyConstraintViolation",
  WrongCount: "OccurrenceConstraintViolation",
  TypeConstraint: "TypeConstraintViolation",
  Generic: "GenericError",
  UnknownMessageType: "MessageTypeNotSupported",
  RpcFramework: "RpcFrameworkError",
};
