import { z } from "zod";
import type { Prisma, Token } from "@/lib/db/generated/client";
import { tokenKey } from "@/lib/domain/token";
import type { TokenImportDone } from "@/lib/domain/token-import";
import {
  inTransaction,
  LARGE_TRANSACTION_MS_MAX,
  requirePermission,
  type ServiceContext,
  type Tx,
} from "../../context";
import { ServiceError } from "../../errors";
import { parseInput } from "../../parse-input";
import { ensureGroup } from "../ensure-group";
import { hashOf, type PlannedRow, planImport } from "./plan-import";
import { csvSchema } from "./preview-token-import";
import { countRows, readTokenRows } from "./read-rows";

export const importTokensInput = z.strictObject({
  csv: csvSchema,
  /** Of the preview that was agreed to. */
  planHash: z.string().regex(/^[0-9a-f]{64}$/u),
  /** Rows with errors are left out; without this, one refuses the whole list. */
  leavesOutErrors: z.boolean().default(false),
});

const AT_ONCE = 1_000;

/**
 * Takes a list of cards over, whole or not at all. Cards that are known are changed in the columns the list has; those
 * that are not in it stay as they are, and running sessions go on. Conflict when the list or the books are not what
 * the preview showed. Safe to repeat: the second time everything is the same, and the hash another.
 */
export async function importTokens(
  ctx: ServiceContext,
  input: z.input<typeof importTokensInput>,
): Promise<TokenImportDone> {
  requirePermission(ctx, "manage-tokens");
  const { csv, planHash, leavesOutErrors } = parseInput(importTokensInput, input);
  const { rows, errors } = readTokenRows(csv);
  if (errors.length > 0 && !leavesOutErrors)
    throw new ServiceError("Invalid", `${countRows(errors)} rows cannot be read.`, "csv");
  return inTransaction(
    ctx,
    async ({ tx, audit }) => {
      // Nobody makes a card between the look and the writing.
      await tx.$executeRaw`LOCK TABLE token IN SHARE ROW EXCLUSIVE MODE`;
      const plan = await planImport(tx, rows);
      if (hashOf(plan) !== planHash)
        throw new ServiceError("Conflict", "The cards have changed since the preview: look at it again.");
      const groups = await ensureGroups(tx, plan, ctx.now());
      const created = await create(tx, plan, { groups, now: ctx.now() });
      const changed = await change(tx, plan, { groups, now: ctx.now() });
      const done = { created, changed, leftOut: countRows(errors) };
      await audit("ImportTokens", "tokens", done);
      return done;
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}

type With = { readonly groups: ReadonlyMap<string, string>; readonly now: Date };

async function ensureGroups(tx: Tx, plan: readonly PlannedRow[], now: Date): Promise<ReadonlyMap<string, string>> {
  const groups = new Map<string, string>();
  for (const { values } of plan) {
    const { groupId } = values;
    if (typeof groupId !== "string" || groups.has(tokenKey(groupId))) continue;
    groups.set(tokenKey(groupId), await ensureGroup(tx, groupId, now));
  }
  return groups;
}

function dataOf({ values: { groupId, ...values } }: PlannedRow, { groups, now }: With) {
  if (groupId === undefined) return { ...values, updatedAt: now };
  const group = groupId === null ? null : (groups.get(tokenKey(groupId)) ?? groupId);
  return { ...values, groupId: group, updatedAt: now };
}

async function create(tx: Tx, plan: readonly PlannedRow[], given: With): Promise<number> {
  const rows = plan
    .filter(({ change: what }) => what === "New")
    .map((row): Prisma.TokenCreateManyInput => {
      const { uid } = row;
      return { uid, uidKey: tokenKey(uid), ...dataOf(row, given), createdAt: given.now };
    });
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const data = rows.slice(at, at + AT_ONCE);
    await tx.token.createMany({ data });
    await tx.unknownToken.deleteMany({ where: { uidKey: { in: data.map(({ uidKey }) => uidKey) } } });
  }
  return rows.length;
}

async function change(tx: Tx, plan: readonly PlannedRow[], given: With): Promise<number> {
  const rows = plan.flatMap((row) =>
    row.token === null || row.change !== "Changed" ? [] : [{ ...row.token, ...dataOf(row, given) }],
  );
  for (let at = 0; at < rows.length; at += AT_ONCE) await write(tx, rows.slice(at, at + AT_ONCE));
  return rows.length;
}

/** One statement for a thousand cards: a statement each would hold the table for minutes. */
async function write(tx: Tx, rows: readonly Token[]): Promise<void> {
  const column = <K extends keyof Token>(name: K): Token[K][] => rows.map((row) => row[name]);
  await tx.$executeRaw`
    UPDATE token t SET type = n.type, status = n.status, group_id = n.group_id, label = n.label,
      valid_from = n.valid_from, expires_at = n.expires_at, concurrent_max = n.concurrent_max,
      energy_limit_wh = n.energy_limit_wh, sessions_per_day_max = n.sessions_per_day_max, updated_at = n.updated_at
    FROM unnest(${column("id")}::int[], ${column("type")}::text[], ${column("status")}::text[],
      ${column("groupId")}::text[], ${column("label")}::text[], ${column("validFrom")}::timestamptz[],
      ${column("expiresAt")}::timestamptz[], ${column("concurrentMax")}::int[], ${column("energyLimitWh")}::float8[],
      ${column("sessionsPerDayMax")}::int[], ${column("updatedAt")}::timestamptz[])
      AS n(id, type, status, group_id, label, valid_from, expires_at, concurrent_max, energy_limit_wh,
        sessions_per_day_max, updated_at)
    WHERE t.id = n.id`;
}
