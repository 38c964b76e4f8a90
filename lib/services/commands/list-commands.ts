import { z } from "zod";
import type { CommandView } from "@/lib/domain/command-view";
import { requirePermission, type ServiceContext } from "../context";
import { livePosition } from "../live-position";
import { createdBefore, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";
import { toCommandView } from "./command-view";

export const listCommandsInput = z.object({ identity: z.string().min(1).max(255), ...pageFields });

/** What was asked of a station, newest first. */
export async function listCommands(
  ctx: ServiceContext,
  input: z.input<typeof listCommandsInput>,
): Promise<Page<CommandView> & { readonly position: number }> {
  requirePermission(ctx, "read");
  const { identity, limit, cursor } = parseInput(listCommandsInput, input);
  const position = await livePosition(ctx.db);
  const station = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.command.findMany({
    where: { AND: [{ stationId: station.id }, createdBefore(cursor)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = toPage(
    rows,
    limit,
    (row) => toCommandView(row, identity),
    (row) => [row.createdAt.toISOString(), row.id],
  );
  return { ...page, position };
}
