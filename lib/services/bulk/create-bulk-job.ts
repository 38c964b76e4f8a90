import { randomUUID } from "node:crypto";
import { z } from "zod";
import { BULK_ROWS_MAX, type BulkJobView, PER_SECOND_MAX } from "@/lib/domain/bulk-job";
import { permissionFor } from "@/lib/domain/command-permission";
import { inTransaction, LARGE_TRANSACTION_MS_MAX, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUniqueViolation } from "../unique-violation";
import { bulkCommandSchema, bulkSelectionSchema } from "./bulk-fields";
import { readBulkJob } from "./read-bulk-job";
import { leftOutBecause, type SelectedStation, selectStations } from "./select-stations";

export const createBulkJobInput = z.strictObject({
  /** The same id is the same job, however often it is asked for. */
  id: z.uuid().optional(),
  command: bulkCommandSchema,
  selection: bulkSelectionSchema,
  /** How many the operator was told of: where there are others by now, nothing is begun. */
  expected: z.int().min(1).max(BULK_ROWS_MAX).optional(),
  leavesOutCharging: z.boolean().default(true),
  /** Commands a second, at most. */
  perSecond: z.int().min(1).max(PER_SECOND_MAX).default(5),
});

type Wanted = z.output<typeof createBulkJobInput>;

/**
 * Asks many chargers for the same, one after another. The chargers are those of now: who comes under the filter later is
 * not asked. Safe to repeat with the same `id`.
 */
export async function createBulkJob(
  ctx: ServiceContext,
  input: z.input<typeof createBulkJobInput>,
): Promise<BulkJobView> {
  requirePermission(ctx, "command");
  const wanted = parseInput(createBulkJobInput, input);
  requirePermission(ctx, permissionFor(wanted.command));
  const id = wanted.id ?? randomUUID();
  if (await isMade(ctx, id)) return readBulkJob(ctx, id);
  const stations = await selectStations(ctx, wanted.selection);
  requireSome(stations, wanted);
  try {
    await insert(ctx, id, wanted, stations);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  return readBulkJob(ctx, id);
}

async function isMade(ctx: ServiceContext, id: string): Promise<boolean> {
  const had = await ctx.db.bulkJob.findUnique({ where: { id }, select: { requestedById: true } });
  if (had !== null && had.requestedById !== ctx.actor.id) {
    throw new ServiceError("Conflict", "This id was used for somebody else's job.", "id");
  }
  return had !== null;
}

function requireSome(stations: readonly SelectedStation[], { expected }: Wanted): void {
  const { length } = stations;
  if (length === 0) throw new ServiceError("Invalid", "There is no such charger.", "selection");
  if (length > BULK_ROWS_MAX) {
    throw new ServiceError("LimitReached", `At most ${BULK_ROWS_MAX} chargers can be asked at once.`, "selection");
  }
  if (expected !== undefined && expected !== length) {
    throw new ServiceError(
      "Conflict",
      `These are ${length} chargers by now, not ${expected}. Look again.`,
      "selection",
    );
  }
}

async function insert(
  ctx: ServiceContext,
  id: string,
  { command, selection, leavesOutCharging, perSecond }: Wanted,
  stations: readonly SelectedStation[],
): Promise<void> {
  const { kind, id: requestedById, name } = ctx.actor;
  await inTransaction(
    ctx,
    async ({ tx, audit }) => {
      await tx.bulkJob.create({
        data: {
          id,
          command,
          perSecond,
          leavesOutCharging,
          requestedByKind: kind,
          requestedById,
          requestedBy: name,
          filter: selection.type === "Filter" ? selection.filter : null,
          role: ctx.actor.kind === "system" ? "admin" : ctx.actor.role,
          createdAt: ctx.now(),
        },
      });
      await tx.bulkRow.createMany({
        data: stations.map((station, place) => {
          const reason = leftOutBecause(station, leavesOutCharging);
          const state = reason === null ? "Waiting" : "LeftOut";
          return { jobId: id, place, stationId: station.id, state, reason, commandId: randomUUID() };
        }),
      });
      await audit("CreateBulkJob", `bulk:${id}`, { command, count: stations.length, perSecond, leavesOutCharging });
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}
