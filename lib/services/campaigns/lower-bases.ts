import type { Campaign } from "@/lib/db/generated/client";
import type { Tx } from "../context";

/** Failures that no longer are were not accepted in advance for others: the accepted ones never exceed those there are. */
export async function lowerBases(
  tx: Tx,
  { id, failBase, lostBase }: Campaign,
): Promise<{ readonly failBase: number; readonly lostBase: number }> {
  const { _sum } = await tx.campaignWave.aggregate({ where: { campaignId: id }, _sum: { failed: true, lost: true } });
  return { failBase: Math.min(failBase, _sum.failed ?? 0), lostBase: Math.min(lostBase, _sum.lost ?? 0) };
}
