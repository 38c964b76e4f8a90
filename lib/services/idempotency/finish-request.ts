import type { ServiceContext } from "../context";
import type { KeptAnswer } from "./begin-request";
import { seal } from "./sealed";

/**
 * Keeps the answer of a request that was carried out. One that was refused (`answer` null) changed
 * nothing and is forgotten, so that it may be tried again under the same key.
 */
export async function finishRequest(
  ctx: ServiceContext,
  input: { readonly key: string; readonly secret: string; readonly answer: KeptAnswer | null },
): Promise<void> {
  const where = { apiKeyId: ctx.actor.id, key: input.key };
  if (input.answer === null) {
    await ctx.db.idempotentRequest.deleteMany({ where });
    return;
  }
  const sealed = seal(input.secret, JSON.stringify(input.answer));
  await ctx.db.idempotentRequest.updateMany({
    where,
    data: { status: input.answer.status, body: { sealed }, completedAt: ctx.now() },
  });
}
