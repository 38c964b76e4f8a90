import { z } from "zod";
import { stationWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { allPages, EXPORT_ROWS_MAX, type ExportColumn, type ListExport, listExport } from "../filter/list-export";
import { parseInput } from "../parse-input";
import { timeZoneSchema } from "../sites/site-fields";
import { listStationsInput, pageStations } from "./list-stations";

export const exportStationsInput = listStationsInput.omit({ limit: true, cursor: true }).extend({
  /** The columns wanted, in their order; all where none is named. Unknown ones are left out. */
  columns: z.string().max(1_000).optional(),
  /** IANA name; instants stand in UTC and in this zone. */
  timeZone: timeZoneSchema.default("UTC"),
});

const ROWS_PER_READ = 200;

/** The chargers of a filter as a CSV file, in the list's order. The audit has who took what, before the first row goes out. */
export async function exportStations(
  ctx: ServiceContext,
  input: z.input<typeof exportStationsInput> = {},
  rowsMax = EXPORT_ROWS_MAX,
): Promise<ListExport> {
  requirePermission(ctx, "read");
  const { columns, timeZone, ...wanted } = parseInput(exportStationsInput, input);
  const first = await pageStations(ctx, { ...wanted, limit: ROWS_PER_READ });
  await inTransaction(ctx, async ({ audit }) => audit("ExportChargers", "stations", { ...wanted, timeZone }));
  return listExport({
    name: "chargers",
    now: ctx.now(),
    timeZone,
    columns: chosen(columns),
    batches: allPages(async (cursor) =>
      cursor === undefined ? first : pageStations(ctx, { ...wanted, limit: ROWS_PER_READ, cursor }),
    ),
    rowsMax,
  });
}

function chosen(columns: string | undefined): readonly ExportColumn<StationListItem>[] {
  const wanted = (columns ?? "").split(",").filter((name) => name !== "");
  const known = wanted.flatMap((name) => COLUMNS.filter((column) => column.name === name));
  return known.length === 0 ? COLUMNS : known;
}

const COLUMNS: readonly ExportColumn<StationListItem>[] = [
  { name: "identity", of: ({ identity }) => identity },
  { name: "name", of: ({ name }) => name },
  { name: "status", of: wordOf },
  { name: "connectors", of: ({ connectors }) => connectors.filter(({ evse }) => evse !== 0).length },
  { name: "site", of: ({ siteName }) => siteName },
  { name: "tags", of: ({ tags }) => tags.join(" ") },
  { name: "vendor", of: ({ vendor }) => vendor },
  { name: "model", of: ({ model }) => model },
  { name: "fw", of: ({ firmwareVersion }) => firmwareVersion },
  { name: "proto", of: ({ ocppVersion }) => ocppVersion },
  { name: "lastSeen", instantOf: ({ lastSeenAt }) => lastSeenAt },
  { name: "blocked", of: ({ isBlocked }) => (isBlocked ? "yes" : "no") },
];

function wordOf({ connectivity: { state }, isUpdating, connectors }: StationListItem): string {
  const isConnected = state === "Connected";
  return stationWord({ isConnected, everConnected: state !== "NeverConnected", isUpdating, connectors });
}
