"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { AccessChange } from "@/components/stations/health/health-actions";
import type { CommandView } from "@/lib/domain/command-view";
import { rotatePassword as rotate } from "@/lib/services/stations/rotate-password";
import { updateStation } from "@/lib/services/stations/update-station";

/** Tells a connected charger a new password that nobody sees. */
export async function rotatePassword(identity: string): Promise<ActionResult<CommandView>> {
  return attempt((ctx) => rotate(ctx, { identity }));
}

/** Changes what a charger must use to sign in. */
export async function changeAccess(identity: string, change: AccessChange): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await updateStation(ctx, identity, change);
    return null;
  });
}
