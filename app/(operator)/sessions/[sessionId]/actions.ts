"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { SessionDecision } from "@/components/sessions/decision-dialog";
import type { SessionView } from "@/lib/domain/session-view";
import { closeSession as close } from "@/lib/services/sessions/close-session";
import { resolveSession as resolve } from "@/lib/services/sessions/resolve-session";

/** Decides on a session that waits for a person. */
export async function resolveSession(decision: SessionDecision): Promise<ActionResult<SessionView>> {
  return attempt((ctx) => resolve(ctx, decision.sessionId, inputOf(decision)));
}

function inputOf(decision: SessionDecision): Parameters<typeof resolve>[2] {
  const { rev, note } = decision;
  if (decision.resolution === "ByHand") {
    const { resolution, meterStartWh, meterStopWh } = decision;
    return { resolution, meterStartWh, meterStopWh, note, rev };
  }
  if (decision.resolution === "AsTold" && note === "") return { resolution: "AsTold", rev };
  return { resolution: decision.resolution, note, rev };
}

/** Ends a session in the books, after its charger was asked. */
export async function closeSession(sessionId: number, note: string): Promise<ActionResult<SessionView>> {
  return attempt((ctx) => close(ctx, sessionId, { note }));
}
