import { z } from "zod";

export const timeZoneSchema = z
  .string()
  .max(100)
  .refine(isTimeZone, "Not the name of a time zone, like Africa/Nairobi.");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
