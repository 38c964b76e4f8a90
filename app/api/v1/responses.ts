import { z } from "zod";
import { problemSchema } from "./problem";

/** A JSON answer, described. */
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { "application/json": { schema } },
});

/** Every POST takes one; a repeat with the same key gets the first answer again. */
export const idempotencyHeader = z.object({ "Idempotency-Key": z.string().min(1).max(255).optional() });

/** A JSON body that has to be there. */
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { "application/json": { schema } },
});

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});

/** What any call may be answered besides. */
export const PROBLEMS = {
  400: problem("The request is not valid; `errors` says where."),
  401: problem("No valid API key."),
  403: problem("The API key's role does not grant this."),
} as const;

export const NOT_FOUND = { 404: problem("There is no such thing.") } as const;
export const CONFLICT = { 409: problem("It stands against what is so now.") } as const;
export const KEY_REUSED = { 422: problem("The Idempotency-Key was used for another request.") } as const;
