import type { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { createStationInput } from "./create-station";
import { type CreatedStation, insertStation, withCredentials } from "./insert-station";

/** Takes a station that knocked in vain out of the inbox and makes it known. */
export async function adoptStation(
  ctx: ServiceContext,
  input: z.input<typeof createStationInput>,
): Promise<CreatedStation> {
  requirePermission(ctx, "manage-stations");
  const wanted = await withCredentials(parseInput(createStationInput, input));
  return inTransaction(ctx, async (unit) => {
    const knocked = await unit.tx.handshakeRefusal.findUnique({
      where: { identity_reason: { identity: wanted.identity, reason: "UnknownIdentity" } },
    });
    if (knocked === null) throw new ServiceError("NotFound", `${wanted.identity} is not in the inbox.`);
    return insertStation(ctx, unit, wanted, "AdoptStation");
  });
}
