import type { EffectFacts } from "@/lib/domain/command-effect";
import type { Tx } from "../context";

/** What proves that a log was uploaded; null where the command asked for none. */
export async function readLogFacts(tx: Tx, commandId: string): Promise<EffectFacts["log"]> {
  const upload = await tx.upload.findUnique({
    where: { commandId },
    select: { isOurs: true, toldStatus: true, files: { where: { completedAt: { not: null } }, select: { id: true } } },
  });
  if (upload === null) return null;
  const { isOurs, toldStatus, files } = upload;
  return { isOurs, isReceived: files.length > 0, isToldUploaded: toldStatus === "Uploaded" };
}
