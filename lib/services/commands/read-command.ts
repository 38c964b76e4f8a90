import { z } from "zod";
import type { CommandView } from "@/lib/domain/command-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { toCommandView } from "./command-view";

/** One command as it stands now. */
export async function readCommand(ctx: ServiceContext, id: string): Promise<CommandView> {
  requirePermission(ctx, "read");
  const row = z.uuid().safeParse(id).success
    ? await ctx.db.command.findUnique({ where: { id }, include: { station: { select: { identity: true } } } })
    : null;
  if (row === null) throw new ServiceError("NotFound", `There is no command ${id}.`);
  return toCommandView(row, row.station.identity);
}
