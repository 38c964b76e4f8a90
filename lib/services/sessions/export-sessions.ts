import { z } from "zod";
import type { SessionListItem } from "@/lib/domain/session-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { allPages, EXPORT_ROWS_MAX, type ExportColumn, type ListExport, listExport } from "../filter/list-export";
import { parseInput } from "../parse-input";
import { timeZoneSchema } from "../sites/site-fields";
import { listSessions, listSessionsInput } from "./list-sessions";

export const exportSessionsInput = listSessionsInput.omit({ limit: true, cursor: true }).extend({
  /** The columns wanted, in their order; all where none is named. Unknown ones are left out. */
  columns: z.string().max(1_000).optional(),
  /** IANA name; instants stand in UTC and in this zone. */
  timeZone: timeZoneSchema.default("UTC"),
});

const ROWS_PER_READ = 200;

/** The sessions of a filter as a CSV file, in the list's order. The audit has who took what, before the first row goes out. */
export async function exportSessions(
  ctx: ServiceContext,
  input: z.input<typeof exportSessionsInput> = {},
  rowsMax = EXPORT_ROWS_MAX,
): Promise<ListExport> {
  requirePermission(ctx, "read");
  const { columns, timeZone, ...wanted } = parseInput(exportSessionsInput, input);
  const first = await listSessions(ctx, { ...wanted, limit: ROWS_PER_READ });
  await inTransaction(ctx, async ({ audit }) => audit("ExportSessions", "sessions", { ...wanted, timeZone }));
  return listExport({
    name: "sessions",
    now: ctx.now(),
    timeZone,
    columns: chosen(columns),
    batches: allPages(async (cursor) =>
      cursor === undefined ? first : listSessions(ctx, { ...wanted, limit: ROWS_PER_READ, cursor }),
    ),
    rowsMax,
  });
}

function chosen(columns: string | undefined): readonly ExportColumn<SessionListItem>[] {
  const wanted = (columns ?? "").split(",").filter((name) => name !== "");
  const known = wanted.flatMap((name) => COLUMNS.filter((column) => column.name === name));
  return known.length === 0 ? COLUMNS : known;
}

const COLUMNS: readonly ExportColumn<SessionListItem>[] = [
  { name: "id", of: ({ id }) => id },
  { name: "charger", of: ({ identity }) => identity },
  { name: "evse", of: ({ evse }) => evse },
  { name: "site", of: ({ siteName }) => siteName },
  { name: "state", of: ({ phase, chargingState }) => (phase === "Ended" ? phase : (chargingState ?? phase)) },
  { name: "power", head: "powerW", of: ({ phase, powerW }) => (phase === "Ended" ? null : powerW) },
  { name: "energy", head: "energyWh", of: ({ energyWh }) => energyWh },
  { name: "duration", head: "durationSeconds", of: (session) => secondsOf(session) },
  { name: "token", of: ({ tokenUid }) => tokenUid },
  { name: "started", instantOf: ({ startedAt }) => startedAt },
  { name: "ended", instantOf: ({ endedAt }) => endedAt },
  { name: "reason", of: ({ endReason }) => endReason },
  { name: "anomalies", of: ({ anomalies }) => anomalies.join(" ") },
  { name: "transaction", of: ({ transactionId }) => transactionId },
];

/** How long it took; nothing while it still runs. */
const secondsOf = ({ startedAt, endedAt }: SessionListItem): number | null =>
  endedAt === null ? null : Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000);
