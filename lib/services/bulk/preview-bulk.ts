import type { z } from "zod";
import type { BulkPreview, LeftOutReason } from "@/lib/domain/bulk-job";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { bulkSelectionSchema } from "./bulk-fields";
import { leftOutBecause, selectStations } from "./select-stations";

const EXAMPLES_MAX = 8;

/** What a command to these chargers would meet now. */
export async function previewBulk(
  ctx: ServiceContext,
  input: z.input<typeof bulkSelectionSchema>,
): Promise<BulkPreview> {
  requirePermission(ctx, "read");
  const stations = await selectStations(ctx, parseInput(bulkSelectionSchema, input));
  const those = (reason: LeftOutReason) =>
    stations.filter((station) => leftOutBecause(station, true) === reason).map(({ identity }) => identity);
  const [offline, charging, blocked] = [those("Offline"), those("Charging"), those("Blocked")];
  return {
    total: stations.length,
    offline: offline.length,
    charging: charging.length,
    blocked: blocked.length,
    examples: {
      Offline: offline.slice(0, EXAMPLES_MAX),
      Charging: charging.slice(0, EXAMPLES_MAX),
      Blocked: blocked.slice(0, EXAMPLES_MAX),
    },
  };
}
