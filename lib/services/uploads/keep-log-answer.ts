import type { Upload } from "@/lib/db/generated/client";
import { fileName } from "@/lib/domain/file-name";
import type { CommandAnswer } from "@/lib/domain/station-command";
import type { Tx } from "../context";

type LogAnswer = {
  readonly commandId: string;
  readonly stationId: number;
  readonly answer: Extract<CommandAnswer, { readonly type: "Answered" }>;
  readonly now: Date;
};

/** What a station's answer to GetLog says of the file, and of an older upload that it gave up for this one. */
export async function keepLogAnswer(tx: Tx, { commandId, stationId, answer, now }: LogAnswer): Promise<void> {
  const told = answer.facts.fileName;
  // 1.6 §6.25: an answer without a file name says that there is nothing. 2.x and the whitepaper have a status.
  const hasNothing = answer.status === null && (told === undefined || told.trim() === "");
  const upload = await tx.upload.findUnique({ where: { commandId } });
  if (upload === null) return;
  await tx.upload.update({
    where: { commandId },
    data: { hasNothing, ...(told === undefined ? {} : { fileName: fileName(told) }) },
  });
  // There is nothing to wait for; a station that uploads all the same is taken at its file.
  if (hasNothing) await tx.command.update({ where: { id: commandId }, data: { effectDeadlineAt: now } });
  if (answer.status === "AcceptedCanceled") await endOlder(tx, { ...upload, stationId }, now);
}

async function endOlder(tx: Tx, upload: Pick<Upload, "id" | "stationId" | "createdAt">, now: Date): Promise<void> {
  const older = await tx.upload.findMany({
    where: {
      stationId: upload.stationId,
      id: { not: upload.id },
      createdAt: { lte: upload.createdAt },
      OR: [{ toldStatus: null }, { toldStatus: "Uploading" }],
      command: { state: { in: ["WaitingForEffect", "NoAnswer"] } },
    },
    select: { id: true, commandId: true },
  });
  await tx.upload.updateMany({
    where: { id: { in: older.map(({ id }) => id) } },
    data: { toldStatus: "AcceptedCanceled", toldAt: now },
  });
  await tx.command.updateMany({
    where: { id: { in: older.map(({ commandId }) => commandId) } },
    data: { effectDeadlineAt: now },
  });
}
