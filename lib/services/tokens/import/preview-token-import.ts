import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenImportPreview } from "@/lib/domain/token-import";
import { requirePermission, type ServiceContext, type Tx } from "../../context";
import { parseInput } from "../../parse-input";
import { hashOf, type PlannedRow, planImport } from "./plan-import";
import { countRows, IMPORT_BYTES_MAX, type ImportRows, readTokenRows } from "./read-rows";

export const csvSchema = z
  .string()
  .min(1)
  .max(IMPORT_BYTES_MAX, `A list is ${IMPORT_BYTES_MAX / 1_000} kB at most; cut it into parts.`);
export const previewTokenImportInput = z.strictObject({ csv: csvSchema });

const ERRORS_SHOWN = 100;
const ROWS_SHOWN = 20;

/** What an import of the list would do. Changes nothing. */
export async function previewTokenImport(
  ctx: ServiceContext,
  input: z.input<typeof previewTokenImportInput>,
): Promise<TokenImportPreview> {
  requirePermission(ctx, "manage-tokens");
  const { csv } = parseInput(previewTokenImportInput, input);
  const read = readTokenRows(csv);
  const plan = await planImport(ctx.db, read.rows);
  return toPreview(read, plan, await newGroups(ctx.db, plan));
}

function toPreview(read: ImportRows, plan: readonly PlannedRow[], groups: readonly string[]): TokenImportPreview {
  const counts = { New: 0, Changed: 0, Same: 0 };
  for (const { change } of plan) counts[change] += 1;
  const first = plan.filter(({ change }) => change !== "Same").slice(0, ROWS_SHOWN);
  return {
    rows: plan.length,
    counts,
    newGroups: groups,
    unknownColumns: read.unknownColumns,
    errors: read.errors.slice(0, ERRORS_SHOWN),
    errorsTotal: read.errors.length,
    rowsWithErrors: countRows(read.errors),
    first: first.map(({ line, uid, change, values }) => ({
      line,
      change,
      uid,
      label: values.label ?? null,
      groupId: values.groupId ?? null,
      status: values.status ?? "Accepted",
    })),
    planHash: hashOf(plan),
  };
}

async function newGroups(tx: Tx, plan: readonly PlannedRow[]): Promise<readonly string[]> {
  const named = new Map<string, string>();
  for (const { groupId } of plan.map(({ values }) => values)) {
    if (typeof groupId === "string" && !named.has(tokenKey(groupId))) named.set(tokenKey(groupId), groupId);
  }
  const known = await tx.tokenGroup.findMany({
    where: { uidKey: { in: [...named.keys()] } },
    select: { uidKey: true },
  });
  for (const { uidKey } of known) named.delete(uidKey);
  return [...named.values()];
}
