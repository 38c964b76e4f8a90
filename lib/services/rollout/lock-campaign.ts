import type { Campaign } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Locks a campaign's row until the transaction ends, and reads it. Whoever changes a campaign, its waves or its jobs
 * comes through here first, and locks commands only afterwards: so an order and the engine never wait for each other
 * in a circle. Throws NotFound.
 */
export async function lockCampaign(tx: Tx, id: string): Promise<Campaign> {
  const unknown = () => new ServiceError("NotFound", `There is no campaign ${id}.`);
  if (!UUID.test(id)) throw unknown();
  await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${id}::uuid FOR UPDATE`;
  const campaign = await tx.campaign.findUnique({ where: { id } });
  if (campaign === null) throw unknown();
  return campaign;
}
