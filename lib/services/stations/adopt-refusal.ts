import type { z } from "zod";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { adoptStation } from "./adopt-station";
import { createStationInput } from "./create-station";
import type { CreatedStation } from "./insert-station";

/** What is decided of a station when it is taken in; its identity is the one it knocked with. */
export const adoptRefusalInput = createStationInput.omit({ identity: true });

/** Takes the station in that was refused as unknown. */
export async function adoptRefusal(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof adoptRefusalInput>,
): Promise<CreatedStation> {
  requirePermission(ctx, "manage-stations");
  const refusal = await ctx.db.handshakeRefusal.findUnique({ where: { id }, select: { identity: true } });
  if (refusal === null || refusal.identity === null) {
    throw new ServiceError("NotFound", "This entry is no longer in the inbox.");
  }
  return adoptStation(ctx, { ...input, identity: refusal.identity });
}
