import { z } from "zod";
import type { StationNote } from "@/lib/db/generated/client";
import { may } from "@/lib/domain/permissions";
import type { StationNoteView } from "@/lib/domain/station-note";
import type { ServiceContext, Tx } from "../context";
import { ServiceError } from "../errors";
import { findStationOrThrow } from "../stations/find-station";

export const noteTextSchema = z.string().trim().min(1).max(2_000);
export const noteIdSchema = z.uuid();

/** Who wrote it may change it, and so may whoever manages stations. */
export const isNoteOf = ({ actor }: ServiceContext, { byId }: Pick<StationNote, "byId">): boolean =>
  actor.kind === "system" || actor.id === byId || may(actor.role, "manage-stations");

export const toNoteView = (ctx: ServiceContext, row: StationNote): StationNoteView => ({
  id: row.id,
  text: row.text,
  by: row.by,
  at: row.at.toISOString(),
  editedBy: row.editedBy,
  editedAt: row.editedAt?.toISOString() ?? null,
  isMine: isNoteOf(ctx, row),
});

/** The note of this station; throws NotFound without one, and Forbidden where it is somebody else's. */
export async function findOwnNoteOrThrow(
  ctx: ServiceContext,
  tx: Tx,
  { identity, id }: { readonly identity: string; readonly id: string },
): Promise<StationNote> {
  const { id: stationId } = await findStationOrThrow(tx, identity);
  const row = noteIdSchema.safeParse(id).success ? await tx.stationNote.findFirst({ where: { id, stationId } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no such note on ${identity}.`);
  if (!isNoteOf(ctx, row)) throw new ServiceError("Forbidden", "It was written by somebody else.");
  return row;
}
