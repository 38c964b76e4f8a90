import { Prisma } from "@/lib/db/generated/client";
import type { Finding, FoundStation } from "@/lib/domain/alerts/finding";

/** What every look at stations reads of them; `s` is the station and `i` its site. */
export const FOUND_STATION = Prisma.sql`s.id, s.identity, s.site_id AS "siteId", i.name AS "siteName", s.tags, s.vendor,
  s.model, s.firmware_version AS "firmwareVersion"`;

export const STATION_AND_SITE = Prisma.sql`station s LEFT JOIN site i ON i.id = s.site_id`;

/** Chargers that are watched: in the fleet, let in, and not being updated, which takes them away on purpose. */
export const IS_WATCHED = Prisma.sql`s.removed_at IS NULL AND NOT s.is_blocked
  AND NOT EXISTS (SELECT FROM firmware_attempt f WHERE f.station_id = s.id AND f.closed_at IS NULL)`;

export type FoundRow = Omit<FoundStation, "lostGatewayId"> & {
  readonly lostGatewayId?: string | null;
  readonly since: Date;
  readonly detail: string | null;
};

export const subjectOf = (stationId: number): string => `station:${stationId}`;

export function toFinding(ruleId: number, row: FoundRow): Finding {
  const { since, detail, lostGatewayId = null, ...station } = row;
  return {
    ruleId,
    subject: subjectOf(row.id),
    label: row.identity,
    station: { ...station, lostGatewayId },
    since: since.getTime(),
    detail,
    probe: null,
  };
}
