import { randomUUID } from "node:crypto";
import type { Command } from "@/lib/db/generated/client";
import type { Unit } from "../context";

/** How long a station may put files there: uploads are tried again, and networks are slow. */
const OPEN_HOURS = 24;

type NewUpload = {
  readonly row: Command;
  readonly identity: string;
  readonly log: "DiagnosticsLog" | "SecurityLog";
  readonly isOurs: boolean;
};

/** The job that goes with a GetLog, in the commit that asks for it. */
export async function insertUpload(
  { tx, announce }: Pick<Unit, "tx" | "announce">,
  { row, identity, log, isOurs }: NewUpload,
): Promise<void> {
  const id = randomUUID();
  const expiresAt = new Date(row.createdAt.getTime() + OPEN_HOURS * 3_600_000);
  await tx.upload.create({
    data: { id, stationId: row.stationId, commandId: row.id, log, isOurs, createdAt: row.createdAt, expiresAt },
  });
  await announce({ type: "LogChanged", identity, uploadId: id });
}
