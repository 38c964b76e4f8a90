import type { z } from "zod";
import { ServiceError } from "./errors";
import { isStorable } from "./storable";

/** Parses a verb's input; the first thing wrong with it is told with its place. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  if (!isStorable(input))
    throw new ServiceError("Invalid", "The input holds characters or a depth that cannot be kept.");
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? null : issue.path.join(".");
  throw new ServiceError("Invalid", issue?.message ?? "Invalid input", field);
}
