/** An engine as a process of its own, to be killed: rounds without a pause, until somebody ends it. */
import { createDatabase } from "@/lib/db/client";
import { type ImageProof, proveRelease } from "@/lib/services/campaigns/require-image";
import { takeLead } from "@/lib/services/rollout/lead";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";

const [, , url = "", at = "0"] = process.argv;
const db = createDatabase(url, { connectionsMax: 2 });
const ctx = {
  db,
  now: () => new Date(Number(at)),
  actor: { kind: "system", id: "engine", name: "Kituo" },
} as const;
const onFailed = (campaignId: string, error: unknown): never => {
  throw new Error(`campaign ${campaignId}`, { cause: error });
};
// Known from the first round on: it may be the only one.
const releases = await db.firmwareRelease.findMany({ select: { id: true } });
const proofs = new Map<string, ImageProof>();
for (const { id } of releases) proofs.set(id, await proveRelease(ctx, id));
const images = { proofOf: (id: string) => proofs.get(id) ?? null, stop: async () => Promise.resolve() };
const lead = await takeLead(ctx, `process-${process.pid}`);
process.stdout.write("leads\n");
for (;;) {
  const { isLed } = await tickCampaigns(ctx, { lead, onFailed, images });
  if (!isLed) break;
  process.stdout.write("round\n");
}
await db.$disconnect();
