import type { ServiceContext } from "../context";
import { aliveSince } from "./connectivity";

/** How many gateways are at work besides this one. */
export async function countOtherGateways(ctx: Pick<ServiceContext, "db" | "now">, gatewayId: string): Promise<number> {
  return ctx.db.gateway.count({
    where: { id: { not: gatewayId }, stoppedAt: null, beatAt: { gte: aliveSince(ctx.now()) } },
  });
}
