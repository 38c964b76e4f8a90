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
  if (answer.status === "AcceptedCanceled") {
    await tx.upload.updateMany({
      where: {
        stationId,
        id: { not: upload.id },
        createdAt: { lte: upload.createdAt },
        OR: [{ toldStatus: null }, { toldStatus: "Uploading" }],
        command: { state: { in: ["WaitingForEffect", "NoAnswer"] } },
      },
      data: { toldStatus: "AcceptedCanceled", toldAt: now },
    });
  }
}
