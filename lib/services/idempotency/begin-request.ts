import { z } from "zod";
import type { ServiceContext } from "../context";
import { unseal } from "./sealed";

export type KeptAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type BegunRequest =
  | { readonly type: "New" }
  | { readonly type: "Answered"; readonly answer: KeptAnswer }
  | { readonly type: "InProgress" }
  | { readonly type: "OtherRequest" };

/** After this the process that began it is taken for dead; the verbs behind are safe to repeat. */
const ABANDONED_AFTER_SECONDS = 300;

const sealedBody = z.object({ sealed: z.string() });
const keptAnswer = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() });

/** Claims an idempotency key for one request of one API key. `secret` is the API key itself. */
export async function beginRequest(
  ctx: ServiceContext,
  input: { readonly key: string; readonly requestHash: string; readonly secret: string },
): Promise<BegunRequest> {
  const now = ctx.now();
  const where = { apiKeyId: ctx.actor.id, key: input.key };
  const { count } = await ctx.db.idempotentRequest.createMany({
    data: { ...where, requestHash: input.requestHash, createdAt: now },
    skipDuplicates: true,
  });
  if (count === 1) return { type: "New" };

  const row = await ctx.db.idempotentRequest.findUnique({ where: { apiKeyId_key: where } });
  if (row === null) return { type: "InProgress" };
  if (row.requestHash !== input.requestHash) return { type: "OtherRequest" };
  if (row.completedAt !== null) return { type: "Answered", answer: openAnswer(input.secret, row.body) };

  const taken = await ctx.db.idempotentRequest.updateMany({
    where: { ...where, completedAt: null, createdAt: { lt: new Date(now.getTime() - ABANDONED_AFTER_SECONDS * 1000) } },
    data: { createdAt: now },
  });
  return taken.count === 1 ? { type: "New" } : { type: "InProgress" };
}

function openAnswer(secret: string, body: unknown): KeptAnswer {
  return keptAnswer.parse(JSON.parse(unseal(secret, sealedBody.parse(body).sealed)));
}
