"use server";

import { attempt } from "@/app/attempt";
import { ocppAddress } from "@/app/ocpp-url";
import type { CommandRequest } from "@/components/commands/commands-context";
import type { ActionResult } from "@/components/form/action-result";
import type { CommandView } from "@/lib/domain/command-view";
import { requestCommand as request } from "@/lib/services/commands/request-command";

/** Asks a charger for something. The same id again is the same command. */
export async function requestCommand({ id, identity, command }: CommandRequest): Promise<ActionResult<CommandView>> {
  return attempt(async (ctx) => request(ctx, { id, identity, command }, { address: await ocppAddress() }));
}
