export type ServiceErrorCode = "NotFound" | "Forbidden" | "Conflict" | "Invalid" | "LimitReached";

/** What an order was given to, as it is now: which state, and which revision to name next time. */
export type CurrentState = { readonly status: string; readonly rev: number };

/** The caller may not, or it does not exist. Thrown, so that the transaction rolls back; mapped once at each edge. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  /** Where in the input, as a dotted path; null where the whole is meant. */
  readonly field: string | null;
  /** Of a Conflict with something that has states; null where there is none to tell. */
  readonly current: CurrentState | null;

  constructor(
    code: ServiceErrorCode,
    message: string,
    field: string | null = null,
    current: CurrentState | null = null,
  ) {
    super(message);
    this.name = "ServiceError";
    this.code = code;
    this.field = field;
    this.current = current;
  }
}
