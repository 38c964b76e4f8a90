import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { BULK_OUTCOMES, type BulkRowView, outcomeOf } from "@/lib/domain/bulk-job";
import type { CommandState } from "@/lib/domain/station-command";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findBulkJob, rowState } from "./read-bulk-job";

export const listBulkRowsInput = z.object({ outcome: z.enum(BULK_OUTCOMES).optional(), ...pageFields });

type Row = {
  readonly place: number;
  readonly identity: string;
  readonly state: string;
  readonly reason: string | null;
  readonly tries: number;
  readonly commandId: string | null;
  readonly commandState: CommandState | null;
  readonly detail: string | null;
};

/** How each charger of a job fared, in the order in which they are asked. */
export async function listBulkRows(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof listBulkRowsInput> = {},
): Promise<Page<BulkRowView>> {
  requirePermission(ctx, "read");
  const { limit, cursor, outcome } = parseInput(listBulkRowsInput, input);
  const job = await findBulkJob(ctx.db, id);
  const after = cursor === undefined ? -1 : decodeCursor(cursor, z.tuple([z.int()]))[0];
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT r.place, s.identity, r.state, r.reason, r.tries, c.id AS "commandId", c.state::text AS "commandState",
        COALESCE(c.error_code, c.answer_status) AS detail, ${OUTCOME} AS outcome
      FROM bulk_row r JOIN station s ON s.id = r.station_id LEFT JOIN command c ON c.id = r.command_id
      WHERE r.job_id = ${job.id}::uuid AND r.place > ${after}
    ) rows
    WHERE ${outcome === undefined ? Prisma.sql`TRUE` : Prisma.sql`outcome = ${outcome}`}
    ORDER BY place LIMIT ${limit + 1}`;
  return toPage(rows, limit, toView, ({ place }) => [place]);
}

/** As `outcomeOf` says; a test holds the two together. */
const OUTCOME = Prisma.sql`
  CASE WHEN r.state = 'Refused' THEN 'Failed'
    WHEN r.state <> 'Asked' THEN r.state
    WHEN c.state IS NULL OR c.state IN ('Pending', 'Sent', 'Accepted', 'WaitingForEffect') THEN 'UnderWay'
    WHEN c.state IN ('Done', 'Scheduled') THEN 'Done'
    ELSE 'Failed' END`;

const toView = ({ state, reason, detail, ...row }: Row): BulkRowView => ({
  place: row.place,
  identity: row.identity,
  outcome: outcomeOf(rowState(state), row.commandState),
  commandId: row.commandId,
  commandState: row.commandState,
  detail: reason ?? detail,
  tries: row.tries,
});
