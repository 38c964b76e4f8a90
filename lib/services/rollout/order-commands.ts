import { randomUUID } from "node:crypto";
import type { Command } from "@/lib/db/generated/client";
import type { StationCommand } from "@/lib/domain/station-command";
import { toCommandView } from "../commands/command-view";
import { type Actor, CHANNELS, type Unit } from "../context";

export type Ordered = {
  readonly stationId: number;
  readonly identity: string;
  readonly command: StationCommand;
  /** Made by the caller where it has to know it before. */
  readonly id?: string;
  readonly parentId?: string;
  /** Of one asker and key there is one command: a second one is an error of ours. */
  readonly idempotencyKey?: string;
  readonly expiresInSeconds: number;
};

type Order = { readonly actor: Actor; readonly at: Date; readonly commands: readonly Ordered[] };

/** Queues commands of Kituo's own for the dispatcher, and wakes it with the commit. Rows in the order given. */
export async function orderCommands(
  { tx, announce }: Pick<Unit, "tx" | "announce">,
  { actor, at, commands }: Order,
): Promise<readonly Command[]> {
  if (commands.length === 0) return [];
  const ids = commands.map(({ id }) => id ?? randomUUID());
  const rows = await tx.command.createManyAndReturn({
    data: commands.map(({ stationId, command, parentId, idempotencyKey, expiresInSeconds }, place) => ({
      id: ids[place] ?? "",
      stationId,
      name: command.type,
      // A command holds nothing but JSON.
      request: JSON.parse(JSON.stringify(command)),
      parentId: parentId ?? null,
      idempotencyKey: idempotencyKey ?? null,
      requestedByKind: actor.kind,
      requestedById: actor.id,
      requestedBy: actor.name,
      createdAt: at,
      expiresAt: new Date(at.getTime() + expiresInSeconds * 1000),
    })),
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered = ids.flatMap((id) => byId.get(id) ?? []);
  const identities = new Map(commands.map(({ stationId, identity }) => [stationId, identity]));
  await announce(
    ...ordered.map((row) => ({
      type: "CommandChanged" as const,
      command: toCommandView(row, identities.get(row.stationId) ?? ""),
    })),
  );
  const stationIds = [...identities.keys()];
  await tx.$executeRaw`SELECT pg_notify(${CHANNELS.command}, id::text) FROM unnest(${stationIds}::int[]) AS id`;
  return ordered;
}
