import { z } from "zod";
import type { Site } from "@/lib/db/generated/client";
import type { SiteView } from "@/lib/domain/site-view";
import { UNKNOWN_TOKEN_POLICIES, unknownTokenPolicy } from "@/lib/domain/unknown-tokens";
import { ServiceError } from "../errors";

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

const NORTH_SOUTH = "From -90 (south) to 90 (north).";
const EAST_WEST = "From -180 (west) to 180 (east).";

export const siteFields = {
  name: z.string().trim().min(1).max(200),
  timeZone: timeZoneSchema,
  address: z.string().trim().min(1).max(500).nullish(),
  unknownTokens: z.enum(UNKNOWN_TOKEN_POLICIES),
  sendsCardLists: z.boolean(),
  latitude: z.number("Degrees, like -1.2921.").min(-90, NORTH_SOUTH).max(90, NORTH_SOUTH).nullish(),
  longitude: z.number("Degrees, like 36.8219.").min(-180, EAST_WEST).max(180, EAST_WEST).nullish(),
  capacityKw: z
    .number("A number of kW, like 150.")
    .positive("More than 0 kW.")
    .max(100_000, "At most 100,000 kW.")
    .nullish(),
  contactName: z.string().trim().min(1).max(200).nullish(),
  contactPhone: z
    .string()
    .trim()
    .max(50)
    .regex(/^\+?[\d ()./-]*\d[\d ()./-]*$/, "A telephone number, like +254 20 123456.")
    .nullish(),
  contactEmail: z.string().trim().max(200).pipe(z.email("An e-mail address, like desk@example.org.")).nullish(),
} as const;

export const toSiteView = (row: Site, stationCount: number): SiteView => ({
  id: row.id,
  name: row.name,
  timeZone: row.timeZone,
  address: row.address,
  latitude: row.latitude,
  longitude: row.longitude,
  capacityKw: row.capacityKw,
  contactName: row.contactName,
  contactPhone: row.contactPhone,
  contactEmail: row.contactEmail,
  unknownTokens: unknownTokenPolicy(row.unknownTokens),
  sendsCardLists: row.sendsCardLists,
  stationCount,
});

/** Half a place is none: refuses one coordinate without the other. */
export function requireWholePlace({ latitude, longitude }: Pick<SiteView, "latitude" | "longitude">): void {
  if ((latitude === null) === (longitude === null)) return;
  const field = latitude === null ? "latitude" : "longitude";
  throw new ServiceError("Invalid", "Latitude and longitude are told together, or neither.", field);
}
