"use server";

import { attempt } from "@/app/attempt";
import type { BulkOrder, BulkSelection } from "@/components/bulk/bulk-actions";
import type { ActionResult } from "@/components/form/action-result";
import type { BulkJobView, BulkPreview } from "@/lib/domain/bulk-job";
import { createBulkJob } from "@/lib/services/bulk/create-bulk-job";
import { previewBulk } from "@/lib/services/bulk/preview-bulk";
import { retryBulkJob } from "@/lib/services/bulk/retry-bulk-job";
import { stopBulkJob } from "@/lib/services/bulk/stop-bulk-job";

/** What a command to these chargers would meet now. */
export async function previewBulkJob(selection: BulkSelection): Promise<ActionResult<BulkPreview>> {
  return attempt((ctx) => previewBulk(ctx, selection));
}

/** Asks many chargers for the same, at a pace. */
export async function beginBulkJob(order: BulkOrder): Promise<ActionResult<BulkJobView>> {
  return attempt((ctx) => createBulkJob(ctx, order));
}

/** Takes back what has not been asked yet. */
export async function haltBulkJob(id: string): Promise<ActionResult<BulkJobView>> {
  return attempt((ctx) => stopBulkJob(ctx, id));
}

/** Asks those again that failed. */
export async function repeatBulkJob(id: string): Promise<ActionResult<BulkJobView>> {
  return attempt((ctx) => retryBulkJob(ctx, id));
}
