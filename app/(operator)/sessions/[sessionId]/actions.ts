"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { SessionDecision } from "@/components/sessions/decision-dialog";
import type { SessionView } from "@/lib/domain/session-view";
import { closeSession as close } from "@/lib/services/sessions/close-session";
import { resolveSession as resolve } from "@/lib/services/sessions/resolve-session";

/** Decides on a session that waits for a person. */
export async function resolveSession(decision: SessionDecision): Promise<ActionResult<SessionView>> {
  const { sessionId, note, ...told } = decision;
  const input = told.resolution === "AsTold" && note === "" ? told : { ...told, note };
  // The browser may send anything: the verb reads it against its own schema.
  return attempt((ctx) => resolve(ctx, sessionId, input as Parameters<typeof resolve>[2]));
}

/** Ends a session in the books, after its charger was asked. */
export async function closeSession(sessionId: number, note: string): Promise<ActionResult<SessionView>> {
  return attempt((ctx) => close(ctx, sessionId, { note }));
}
