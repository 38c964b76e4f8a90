import type { Command, Upload, UploadFile } from "@/lib/db/generated/client";
import { isJsonObject } from "@/lib/domain/json";
import { type LogFileState, type LogFileView, type LogJobView, logJobState } from "@/lib/domain/log-job";

export type LogJobRow = Upload & { readonly command: Command; readonly files: readonly UploadFile[] };

export function toLogJobView(row: LogJobRow, identity: string): LogJobView {
  const { command } = row;
  const files = row.files.toSorted((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
  const received = files.flatMap(({ completedAt }) => (completedAt === null ? [] : [completedAt.getTime()]));
  return {
    id: row.id,
    identity,
    commandId: row.commandId,
    log: row.log === "SecurityLog" ? "SecurityLog" : "DiagnosticsLog",
    state: logJobState({
      commandState: command.state,
      isWaitedFor: command.effectDeadlineAt !== null,
      toldStatus: row.toldStatus,
      hasNothing: row.hasNothing,
      isCancelled: row.cancelledAt !== null,
      files: files.map(fileState),
    }),
    isOurs: row.isOurs,
    from: asked(command, "from"),
    to: asked(command, "to"),
    requestedBy: command.requestedBy,
    createdAt: row.createdAt.toISOString(),
    sentAt: iso(command.sentAt),
    answeredAt: iso(command.answeredAt),
    uploadingAt: iso(row.uploadingAt),
    toldStatus: row.toldStatus,
    toldAt: iso(row.toldAt),
    receivedAt: received.length === 0 ? null : new Date(Math.min(...received)).toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    cancelledAt: iso(row.cancelledAt),
    fileName: row.fileName,
    errorDescription: command.errorDescription,
    files: files.map(toLogFileView),
  };
}

function toLogFileView(row: UploadFile): LogFileView {
  return {
    id: row.id,
    name: row.name,
    contentType: row.contentType,
    state: fileState(row),
    bytes: row.bytes,
    sha256: row.sha256,
    startedAt: row.startedAt.toISOString(),
    completedAt: iso(row.completedAt),
    removedAt: iso(row.removedAt),
    removedBy: row.removedBy,
  };
}

function fileState(row: UploadFile): LogFileState {
  if (row.removedAt !== null) return "Removed";
  if (row.completedAt !== null) return "Complete";
  return row.brokenOffAt === null ? "Receiving" : "BrokenOff";
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function asked({ request }: Command, field: "from" | "to"): string | null {
  const told = isJsonObject(request) ? request[field] : undefined;
  return typeof told === "string" ? told : null;
}
