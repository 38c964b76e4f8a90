"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { AskedPage, LoadedPage } from "@/components/lists/list-loading";
import type { SessionListItem } from "@/lib/domain/session-view";
import { listSessions } from "@/lib/services/sessions/list-sessions";

/** A further page of the list. */
export async function pageSessions(asked: AskedPage): Promise<ActionResult<LoadedPage<SessionListItem>>> {
  return attempt(async (ctx) => {
    const { items, nextCursor } = await listSessions(ctx, asked);
    return { items, nextCursor };
  });
}
