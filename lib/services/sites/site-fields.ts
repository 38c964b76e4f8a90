import { z } from "zod";
import type { Site } from "@/lib/db/generated/client";
import type { SiteView } from "@/lib/domain/site-view";
import { UNKNOWN_TOKEN_POLICIES, unknownTokenPolicy } from "@/lib/domain/unknown-tokens";

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

export const siteFields = {
  name: z.string().trim().min(1).max(200),
  timeZone: timeZoneSchema,
  address: z.string().trim().min(1).max(500).nullish(),
  unknownTokens: z.enum(UNKNOWN_TOKEN_POLICIES),
  sendsCardLists: z.boolean(),
} as const;

export const toSiteView = (row: Site, stationCount: number): SiteView => ({
  id: row.id,
  name: row.name,
  timeZone: row.timeZone,
  address: row.address,
  unknownTokens: unknownTokenPolicy(row.unknownTokens),
  sendsCardLists: row.sendsCardLists,
  stationCount,
});
