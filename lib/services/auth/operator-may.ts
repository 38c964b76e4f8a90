import type { Database } from "@/lib/db/client";
import { isRole, may, type Permission } from "@/lib/domain/permissions";

/** Does this operator's role grant it, as of now? Nobody who has been removed may do anything. */
export async function operatorMay(
  db: Pick<Database, "operator">,
  operatorId: string,
  permission: Permission,
): Promise<boolean> {
  const operator = await db.operator.findUnique({ where: { id: operatorId }, select: { role: true } });
  return operator !== null && isRole(operator.role) && may(operator.role, permission);
}
