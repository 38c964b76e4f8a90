import { randomUUID } from "node:crypto";
import type { Command } from "@/lib/db/generated/client";
import type { StationCommand } from "@/lib/domain/station-command";
import { CHANNELS, type Tx } from "../context";

type FollowUp = { readonly command: StationCommand; readonly now: Date; readonly expiresAt: Date };

/** A command that follows from another's answer, in the commit that stores the answer. Returns its id. */
export async function createFollowUp(tx: Tx, row: Command, { command, now, expiresAt }: FollowUp): Promise<string> {
  const id = randomUUID();
  await tx.command.create({
    data: {
      id,
      stationId: row.stationId,
      name: command.type,
      // A command holds nothing but JSON.
      request: JSON.parse(JSON.stringify(command)),
      parentId: row.id,
      requestedByKind: row.requestedByKind,
      requestedById: row.requestedById,
      requestedBy: row.requestedBy,
      createdAt: now,
      expiresAt,
    },
  });
  await tx.$executeRaw`SELECT pg_notify(${CHANNELS.command}, ${String(row.stationId)})`;
  return id;
}
