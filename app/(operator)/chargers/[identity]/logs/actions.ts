"use server";

import { attempt } from "@/app/attempt";
import { ocppAddress } from "@/app/ocpp-url";
import type { ActionResult } from "@/components/form/action-result";
import type { LogPreview, LogRequest } from "@/components/logs/log-actions";
import type { LogJobView } from "@/lib/domain/log-job";
import { cancelUpload } from "@/lib/services/uploads/cancel-upload";
import { deleteFile } from "@/lib/services/uploads/delete-file";
import { previewFile } from "@/lib/services/uploads/preview-file";
import { requestLog as request } from "@/lib/services/uploads/request-log";

/** Asks a charger for a log. The same id again is the same request. */
export async function requestLog(wanted: LogRequest): Promise<ActionResult<LogJobView>> {
  return attempt(async (ctx) => request(ctx, wanted, await ocppAddress()));
}

export async function endUpload(uploadId: string): Promise<ActionResult<LogJobView>> {
  return attempt((ctx) => cancelUpload(ctx, uploadId));
}

export async function removeFile(fileId: string): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await deleteFile(ctx, fileId);
    return null;
  });
}

/** The beginning of a file, if it is text. */
export async function showFile(fileId: string): Promise<ActionResult<LogPreview>> {
  return attempt((ctx) => previewFile(ctx, fileId));
}
