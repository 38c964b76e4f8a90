import type { Campaign } from "@/lib/db/generated/client";
import { ServiceError } from "../errors";

/**
 * Does what an order on a campaign takes. A Conflict of it tells the state that the campaign is in now, so that whoever
 * gave the order can decide anew. The caller holds the campaign's lock.
 */
export async function tellingCurrent<T>(
  { status, rev }: Pick<Campaign, "status" | "rev">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== "Conflict") throw error;
    throw new ServiceError("Conflict", error.message, error.field, { status, rev });
  }
}
