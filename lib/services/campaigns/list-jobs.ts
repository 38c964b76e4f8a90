import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { BLOCKERS, JOB_REASONS, JOB_STATES, type JobState } from "@/lib/domain/firmware/campaign-states";
import type { JobView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { jobIncludes, toJobView } from "./job-view";
import { requireCampaign } from "./require-campaign";

const GROUPS = {
  active: ["Dispatching", "InProgress", "Reconciling", "Verifying"],
  waiting: ["Pending", "Ready", "Backoff"],
  done: ["Succeeded", "Failed", "Skipped", "Expired", "Cancelled"],
} as const satisfies Record<string, readonly JobState[]>;

export const listJobsInput = z.object({
  wave: z.coerce.number<number | string>().int().min(0).max(1_000).optional(),
  /** A state, or a group of states. */
  status: z.enum([...JOB_STATES, "active", "waiting", "done"]).optional(),
  blockedBy: z.enum(BLOCKERS).optional(),
  reason: z.enum(JOB_REASONS).optional(),
  /** Part of the identity or the name. */
  search: z.string().trim().max(200).optional(),
  ...pageFields,
});

type Wanted = z.output<typeof listJobsInput>;

const place = z.tuple([z.int(), z.int(), z.uuid()]);

/** A campaign's stations in the order in which they come, each by its last generation. */
export async function listJobs(
  ctx: ServiceContext,
  campaignId: string,
  input: z.input<typeof listJobsInput> = {},
): Promise<Page<JobView>> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listJobsInput, input);
  const { spec, bytes } = await requireCampaign(ctx.db, campaignId);
  const ids = await ctx.db.$queryRaw<{ readonly id: string }[]>`
    SELECT j.id::text FROM firmware_job j JOIN station s ON s.id = j.station_id
    WHERE ${Prisma.join([Prisma.sql`j.campaign_id = ${campaignId}::uuid`, IS_LAST, ...conditionsOf(wanted)], " AND ")}
    ORDER BY j.wave_index, j.place, j.id LIMIT ${wanted.limit + 1}`;
  const rows = await ctx.db.firmwareJob.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    orderBy: [{ waveIndex: "asc" }, { place: "asc" }, { id: "asc" }],
    include: jobIncludes,
  });
  const facts = { attemptsMax: spec.attemptsMax, bytes, now: ctx.now() };
  return toPage(
    rows,
    wanted.limit,
    (row) => toJobView(row, facts),
    (row) => [row.waveIndex, row.place, row.id],
  );
}

const IS_LAST = Prisma.sql`NOT EXISTS (SELECT FROM firmware_job n WHERE n.campaign_id = j.campaign_id
  AND n.station_id = j.station_id AND n.generation > j.generation)`;

function conditionsOf({ wave, status, blockedBy, reason, search, cursor }: Wanted): readonly Prisma.Sql[] {
  return [
    ...where(wave, (index) => Prisma.sql`j.wave_index = ${index}`),
    ...where(status, (word) => Prisma.sql`j.status = ANY (${statesOf(word)}::text[])`),
    ...where(blockedBy, (word) => Prisma.sql`j.blocked_by = ${word}`),
    ...where(reason, (word) => Prisma.sql`j.reason = ${word}`),
    ...where(
      search || undefined,
      (part) => Prisma.sql`strpos(lower(concat_ws(' ', s.identity, s.name)), lower(${part})) > 0`,
    ),
    ...where(cursor, (text) => {
      const [index, at, id] = decodeCursor(text, place);
      return Prisma.sql`(j.wave_index, j.place, j.id) > (${index}::int, ${at}::int, ${id}::uuid)`;
    }),
  ];
}

const where = <Given>(given: Given | undefined, toSql: (given: Given) => Prisma.Sql): readonly Prisma.Sql[] =>
  given === undefined ? [] : [toSql(given)];

const statesOf = (word: NonNullable<Wanted["status"]>): JobState[] =>
  word === "active" || word === "waiting" || word === "done" ? [...GROUPS[word]] : [word];
