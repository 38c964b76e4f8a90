import { createHash } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { type BegunRequest, beginRequest, type KeptAnswer } from "@/lib/services/idempotency/begin-request";
import { finishRequest } from "@/lib/services/idempotency/finish-request";
import type { ApiEnvironment } from "./environment";
import { problemResponse } from "./problem";

const KEY_LENGTH_MAX = 255;
const KEPT_HEADERS = ["Content-Type", "Location"] as const;

/** A POST with an Idempotency-Key is carried out once; a repeat of it gets the first answer again. */
export const idempotency = createMiddleware<ApiEnvironment>(async (c, next) => {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined || c.req.method !== "POST") {
    await next();
    return undefined;
  }
  if (key === "" || key.length > KEY_LENGTH_MAX || !/^[\x20-\x7e]+$/.test(key)) {
    const detail = `An Idempotency-Key holds 1 to ${KEY_LENGTH_MAX} printable ASCII characters.`;
    return problemResponse({ status: 400, code: "Invalid", detail });
  }

  const ctx = c.get("ctx");
  const secret = c.get("apiKey");
  const begun = await beginRequest(ctx, { key, requestHash: requestHash(c.req.path, await c.req.text()), secret });
  if (begun.type !== "New") return answerWithout(begun);

  // An error below is already an answer here: the app's error handler has run.
  await next();
  await finishRequest(ctx, { key, secret, answer: c.res.ok ? await keep(c.res) : null });
  return undefined;
});

/** The query is left out: how long a repeat waits for the outcome does not make it another request. */
const requestHash = (path: string, body: string): string =>
  createHash("sha256").update(`${path}\n${body}`, "utf8").digest("hex");

function answerWithout(begun: Exclude<BegunRequest, { type: "New" }>): Response {
  switch (begun.type) {
    case "Answered": {
      const { status, headers, body } = begun.answer;
      return new Response(body === "" ? null : body, {
        status,
        headers: { ...headers, "Idempotency-Replayed": "true" },
      });
    }
    case "InProgress":
      return problemResponse(
        {
          status: 409,
          code: "InProgress",
          detail: "The request with this Idempotency-Key is still being carried out.",
        },
        { "Retry-After": "1" },
      );
    case "OtherRequest":
      return problemResponse({
        status: 422,
        code: "IdempotencyKeyReused",
        detail: "This Idempotency-Key was used for another request.",
      });
  }
}

async function keep(answer: Response): Promise<KeptAnswer> {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: answer.status, headers: Object.fromEntries(headers), body: await answer.clone().text() };
}
