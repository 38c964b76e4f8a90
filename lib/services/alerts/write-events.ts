import type { Prisma } from "@/lib/db/generated/client";
import type { AlertEventType } from "@/lib/domain/alerts/alert-view";
import type { Tx } from "../context";

type Entry = { readonly alertId: number; readonly type: AlertEventType; readonly data: Prisma.InputJsonObject };

/** Entries of alerts' journals, in the commit of what they tell. */
export async function writeEvents(
  tx: Tx,
  entries: readonly Entry[],
  { at, actor }: { readonly at: Date; readonly actor: string },
): Promise<void> {
  if (entries.length === 0) return;
  await tx.alertEvent.createMany({ data: entries.map((entry) => ({ ...entry, at, actor })) });
}
