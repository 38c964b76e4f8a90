import type { BulkJob } from "@/lib/db/generated/client";
import {
  BULK_ROW_STATES,
  type BulkJobView,
  type BulkOutcome,
  type BulkRowState,
  mayRetry,
  outcomeOf,
} from "@/lib/domain/bulk-job";
import type { CommandState } from "@/lib/domain/station-command";
import { requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { bulkCommandSchema } from "./bulk-fields";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One job with how far it is. Throws NotFound. */
export async function readBulkJob(ctx: ServiceContext, id: string): Promise<BulkJobView> {
  requirePermission(ctx, "read");
  const job = await findBulkJob(ctx.db, id);
  const [view] = await toBulkJobViews(ctx, [job]);
  if (view === undefined) throw new Error("a job without a view");
  return view;
}

/** Throws NotFound. */
export async function findBulkJob(tx: Pick<Tx, "bulkJob">, id: string): Promise<BulkJob> {
  const job = UUID.test(id) ? await tx.bulkJob.findUnique({ where: { id } }) : null;
  if (job === null) throw new ServiceError("NotFound", "There is no such job.");
  return job;
}

type Counted = {
  readonly jobId: string;
  readonly state: string;
  readonly command: CommandState | null;
  readonly count: number;
};

/** The jobs, each with its rows counted by what became of them. */
export async function toBulkJobViews(ctx: ServiceContext, jobs: readonly BulkJob[]): Promise<readonly BulkJobView[]> {
  const ids = jobs.map(({ id }) => id);
  const counted = await ctx.db.$queryRaw<Counted[]>`
    SELECT r.job_id AS "jobId", r.state, c.state::text AS command, count(*)::int AS count
    FROM bulk_row r LEFT JOIN command c ON c.id = r.command_id
    WHERE r.job_id = ANY(${ids}::uuid[]) GROUP BY 1, 2, 3`;
  return jobs.map((job) =>
    toView(
      job,
      counted.filter(({ jobId }) => jobId === job.id),
    ),
  );
}

export const rowState = (state: string): BulkRowState => BULK_ROW_STATES.find((known) => known === state) ?? "Refused";

function toView(job: BulkJob, counted: readonly Counted[]): BulkJobView {
  const counts: Record<BulkOutcome, number> = { Waiting: 0, UnderWay: 0, Done: 0, Failed: 0, LeftOut: 0, Stopped: 0 };
  let retryable = 0;
  for (const { state, command, count } of counted) {
    const outcome = outcomeOf(rowState(state), command);
    counts[outcome] += count;
    if (mayRetry(outcome, command)) retryable += count;
  }
  return {
    id: job.id,
    command: bulkCommandSchema.parse(job.command),
    filter: job.filter,
    perSecond: job.perSecond,
    leavesOutCharging: job.leavesOutCharging,
    requestedBy: job.requestedBy,
    createdAt: job.createdAt.toISOString(),
    stoppedAt: job.stoppedAt?.toISOString() ?? null,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    retryable,
    isOver: counts.Waiting === 0 && counts.UnderWay === 0,
  };
}
