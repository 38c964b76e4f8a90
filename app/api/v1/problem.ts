import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { type CurrentState, ServiceError, type ServiceErrorCode } from "@/lib/services/errors";

/** RFC 9457. `code` is stable and for programs, `detail` is for people. */
export const problemSchema = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  /** What is wrong where in the request; dotted paths. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** Of a 409 on a campaign: the state it is in now, and the revision to name when the order is given again. */
  current: z.object({ status: z.string(), rev: z.int() }).optional(),
});

export type FieldError = { readonly field: string; readonly message: string };
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly current?: CurrentState;
};

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

const STATUSES: Readonly<Record<ServiceErrorCode, number>> = {
  Invalid: 400,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  LimitReached: 429,
};

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, code, detail, errors, current } = problem;
  const document = { type: "about:blank", title: TITLES[status] ?? "Error", status, code, detail, errors, current };
  return new Response(JSON.stringify(document), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  });
}

/** What a thrown error means to the caller; null = it is ours, and shows nothing of itself. */
export function toProblem(error: unknown): Problem | null {
  if (error instanceof ServiceError) {
    const { code, message, field, current } = error;
    return {
      status: STATUSES[code],
      code,
      detail: message,
      ...(field === null ? {} : { errors: [{ field, message }] }),
      ...(current === null ? {} : { current }),
    };
  }
  if (error instanceof HTTPException && error.status < 500) return httpProblem(error);
  return null;
}

function httpProblem({ status, message }: HTTPException): Problem {
  if (status === 415) return { status, code: "UnsupportedMediaType", detail: "Send the body as application/json." };
  if (status === 400 && message.startsWith("Malformed JSON")) {
    return { status, code: "MalformedJson", detail: "The body is not JSON." };
  }
  return { status, code: "BadRequest", detail: message };
}

export function invalidRequest(issues: readonly z.core.$ZodIssue[]): Problem {
  const errors = issues.flatMap(toFieldErrors);
  const detail = errors.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  return { status: 400, code: "Invalid", detail, errors };
}

function toFieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const inner = nearestMember(issue.errors).map((told) => ({ ...told, path: [...issue.path, ...told.path] }));
    return inner.flatMap(toFieldErrors);
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), message: "Not a known field." }));
  }
  return [{ field: issue.path.join("."), message: issue.message }];
}

/** A union tells only that no member fits; the member that was meant, which is the nearest, tells what is wrong. */
function nearestMember(members: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const byDistance = members.toSorted((one, other) => distance(one) - distance(other));
  return byDistance[0] ?? [];
}

const distance = (issues: readonly z.core.$ZodIssue[]): number => issues.reduce((sum, issue) => sum + weight(issue), 0);

function weight(issue: z.core.$ZodIssue): number {
  if (issue.code === "unrecognized_keys") return 10 * issue.keys.length;
  return issue.code === "invalid_union" ? 5 : 1;
}
