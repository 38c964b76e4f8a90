import { z } from "zod";
import { BULK_ROWS_MAX, type BulkCommand } from "@/lib/domain/bulk-job";
import { COMMAND_FIELDS } from "../commands/command-fields";
import { instantSchema } from "../instant";

/** What may be asked of many chargers at once: each as a whole, or for what it tells by itself. */
export const bulkCommandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("Reset"), when: COMMAND_FIELDS.Reset.when }),
  z.strictObject({
    type: z.literal("ChangeAvailability"),
    evse: z.literal(0).default(0),
    operational: COMMAND_FIELDS.ChangeAvailability.operational,
  }),
  z.strictObject({
    type: z.literal("TriggerMessage"),
    message: z.enum(["StatusNotification", "Heartbeat", "BootNotification"]),
  }),
]) satisfies z.ZodType<BulkCommand>;

/** Chargers one by one, or all that a filter let through at a moment. */
export const bulkSelectionSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("Rows"),
    ids: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(BULK_ROWS_MAX).readonly(),
  }),
  z.strictObject({
    type: z.literal("Filter"),
    filter: z.string().max(4_000),
    /** When it was looked at: ages in the filter count from then. */
    at: instantSchema,
  }),
]);

export type BulkSelection = z.output<typeof bulkSelectionSchema>;
