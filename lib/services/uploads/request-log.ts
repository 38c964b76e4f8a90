import type { z } from "zod";
import type { OcppAddress } from "@/lib/domain/connection-url";
import type { LogJobView } from "@/lib/domain/log-job";
import type { COMMAND_FIELDS, COMMAND_OPTIONS } from "../commands/command-fields";
import { requestCommand } from "../commands/request-command";
import type { ServiceContext } from "../context";
import { toLogJobView } from "./log-job-view";

type Asked = z.input<z.ZodObject<typeof COMMAND_FIELDS.GetLog>>;
type Options = z.input<z.ZodObject<typeof COMMAND_OPTIONS>>;
type Wanted = Asked & Options & { readonly identity: string; readonly idempotencyKey?: string | undefined };

/**
 * Asks a station for a log, to be put where `address` is reached unless it is to go elsewhere. Safe to repeat
 * with the same `id` or `idempotencyKey`. The file may come within 24 hours.
 */
export async function requestLog(
  ctx: ServiceContext,
  { identity, id, expiresInSeconds, waitUntilConnected, idempotencyKey, ...asked }: Wanted,
  address: OcppAddress | null,
): Promise<LogJobView> {
  const options = { id, expiresInSeconds, waitUntilConnected, idempotencyKey };
  const command = await requestCommand(
    ctx,
    { identity, command: { type: "GetLog", ...asked }, ...options },
    { address },
  );
  const row = await ctx.db.upload.findUniqueOrThrow({
    where: { commandId: command.id },
    include: { command: true, files: true },
  });
  return toLogJobView(row, identity);
}
