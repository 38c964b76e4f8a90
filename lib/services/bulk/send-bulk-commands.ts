import type { BulkJob, BulkRow } from "@/lib/db/generated/client";
import { isRole } from "@/lib/domain/permissions";
import { requestCommand } from "../commands/request-command";
import type { Actor, ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { bulkCommandSchema } from "./bulk-fields";

/**
 * One second of every job that has chargers left to ask: so many as its pace allows. Each command is committed with the
 * id that its row has had from the beginning, then the row says so; asked for twice it is the same command. Returns how
 * many rows were dealt with.
 */
export async function sendBulkCommands(ctx: ServiceContext): Promise<number> {
  const jobs = await ctx.db.bulkJob.findMany({ where: { sentAt: null }, orderBy: { createdAt: "asc" } });
  let count = 0;
  for (const job of jobs) count += await sendSome(ctx, job);
  return count;
}

async function sendSome(ctx: ServiceContext, job: BulkJob): Promise<number> {
  const rows = await ctx.db.bulkRow.findMany({
    where: { jobId: job.id, state: "Waiting" },
    include: { station: { select: { identity: true, removedAt: true } } },
    orderBy: { place: "asc" },
    take: job.perSecond,
  });
  for (const row of rows) {
    // Stopped since the rows were read.
    if ((await ctx.db.bulkRow.count({ where: { ...keyOf(row), state: "Waiting" } })) === 0) return rows.length;
    await ask(ctx, job, row);
  }
  if (rows.length < job.perSecond) await finish(ctx, job.id);
  return rows.length;
}

type StationRow = BulkRow & { readonly station: { readonly identity: string; readonly removedAt: Date | null } };

async function ask(ctx: ServiceContext, job: BulkJob, row: StationRow): Promise<void> {
  const { identity, removedAt } = row.station;
  const settle = async (state: "Asked" | "LeftOut" | "Refused", reason: string | null): Promise<void> => {
    const tries = { increment: state === "LeftOut" ? 0 : 1 };
    await ctx.db.bulkRow.updateMany({
      where: { ...keyOf(row), commandId: row.commandId },
      data: { state, reason, tries },
    });
  };
  if (removedAt !== null) return settle("Refused", `${identity} has been removed.`);
  if (job.leavesOutCharging && (await charges(ctx, row.stationId))) return settle("LeftOut", "Charging");
  const command = bulkCommandSchema.parse(job.command);
  try {
    await requestCommand({ ...ctx, actor: actorOf(job) }, { id: row.commandId, identity, command });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return settle("Refused", error.message);
  }
  return settle("Asked", null);
}

const keyOf = ({ jobId, place }: BulkRow) => ({ jobId, place });

const charges = async (ctx: ServiceContext, stationId: number): Promise<boolean> =>
  (await ctx.db.chargingSession.count({ where: { stationId, phase: "Active" } })) > 0;

/** The command is theirs who asked for the job. */
function actorOf({ requestedByKind, requestedById: id, requestedBy: name, role }: BulkJob): Actor {
  if (requestedByKind === "system") return { kind: "system", id, name };
  return { kind: requestedByKind === "apiKey" ? "apiKey" : "operator", id, name, role: isRole(role) ? role : "viewer" };
}

/** Only where nothing waits again: somebody may have tried it anew meanwhile. */
async function finish(ctx: ServiceContext, id: string): Promise<void> {
  await ctx.db.bulkJob.updateMany({
    where: { id, sentAt: null, rows: { none: { state: "Waiting" } } },
    data: { sentAt: ctx.now() },
  });
}
