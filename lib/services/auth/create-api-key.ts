import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import { ROLES } from "@/lib/domain/permissions";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { secretHash } from "./secret";

const createApiKeyInput = z.strictObject({ name: z.string().trim().min(1).max(100), role: z.enum(ROLES) });

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PREFIX_LENGTH = "kituo_".length + 6;

/** Makes a key for programs. `key` is shown this once; only its hash is kept. */
export async function createApiKey(
  ctx: ServiceContext,
  input: z.input<typeof createApiKeyInput>,
): Promise<{ readonly id: string; readonly key: string }> {
  requirePermission(ctx, "manage-access");
  const { name, role } = parseInput(createApiKeyInput, input);
  const id = randomUUID();
  const key = `kituo_${Array.from({ length: 32 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("")}`;
  await inTransaction(ctx, async ({ tx, audit }) => {
    await tx.apiKey.create({
      data: { id, name, role, hash: secretHash(key), prefix: key.slice(0, PREFIX_LENGTH), createdAt: ctx.now() },
    });
    await audit("CreateApiKey", `api-key:${id}`, { name, role });
  });
  return { id, key };
}
