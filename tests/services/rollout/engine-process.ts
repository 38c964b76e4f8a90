/** An engine as a process of its own, to be killed: rounds without a pause, until somebody ends it. */
import { createDatabase } from "@/lib/db/client";
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
const lead = await takeLead(ctx, `process-${process.pid}`);
process.stdout.write("leads\n");
for (;;) {
  const { isLed } = await tickCampaigns(ctx, { lead, onFailed });
  if (!isLed) break;
  process.stdout.write("round\n");
}
await db.$disconnect();
