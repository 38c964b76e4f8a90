export type ServiceErrorCode = "NotFound" | "Forbidden" | "Conflict" | "Invalid" | "LimitReached";

/** The caller may not, or it does not exist. Thrown, so that the transaction rolls back; mapped once at each edge. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  /** Where in the input, as a dotted path; null where the whole is meant. */
  readonly field: string | null;

  constructor(code: ServiceErrorCode, message: string, field: string | null = null) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.field = field;
  }
}
