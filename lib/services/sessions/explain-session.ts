import { type EnergyStep, explainEnergy } from "@/lib/domain/explain-energy";
import type { StuckReason } from "@/lib/domain/session-problem";
import { type ReviewReason, reviewReasons } from "@/lib/domain/session-review";
import type { ServiceContext } from "../context";
import { readSession, type SessionDetail } from "./read-session";
import { stuckReasonsOf } from "./stuck-sessions";

export type SessionExplanation = {
  /** From frames to kWh, in the order they are to be read. */
  readonly steps: readonly EnergyStep[];
  /** Why it waits for a person. */
  readonly reviewReasons: readonly ReviewReason[];
  /** Why it looks stuck while it runs. */
  readonly stuckReasons: readonly StuckReason[];
};

/** One session with the reasons for its figures. */
export async function explainSession(
  ctx: ServiceContext,
  id: number,
): Promise<{ readonly session: SessionDetail; readonly explanation: SessionExplanation }> {
  const session = await readSession(ctx, id);
  const explanation = {
    steps: explainEnergy(session, session.journal, session.samples),
    reviewReasons: reviewReasons(session),
    stuckReasons: await stuckReasonsOf(ctx.db, id, ctx.now()),
  };
  return { session, explanation };
}
