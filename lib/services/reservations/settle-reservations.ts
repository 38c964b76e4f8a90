import { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type ServiceContext, type Tx } from "../context";

/** How long after its expiry a reservation may still be used: stations' clocks differ from ours. */
const SKEW_SECONDS = 60;

const CURRENT = Prisma.raw("r.state IN ('Requested', 'Active')");

/**
 * Ends the reservations that are over: used by a session, given up by their connector, or expired. Announces the
 * stations concerned and returns how many ended. Safe to repeat: it reads the books.
 */
export async function settleReservations(ctx: ServiceContext): Promise<number> {
  if ((await ctx.db.reservation.count({ where: { state: { in: ["Requested", "Active"] } } })) === 0) return 0;
  return inTransaction(ctx, async ({ tx, announce }) => {
    const now = ctx.now().toISOString();
    const ended = [...(await used(tx, now)), ...(await givenUp(tx, now)), ...(await expired(tx, now))];
    const identities = [...new Set(ended.map(({ identity }) => identity))];
    await announce(
      ...identities.map(
        (identity) => ({ type: "StationBooksChanged", identity, books: "Reservations", at: now }) as const,
      ),
    );
    return ended.length;
  });
}

type Ended = readonly { readonly identity: string }[];

/** By a session that names it, or by the card's own that began there since: not every station names it. */
const used = (tx: Tx, now: string): Promise<Ended> => tx.$queryRaw`
  UPDATE reservation r SET state = 'Used', session_id = c.id, ended_at = ${now}::timestamptz
  FROM charging_session c, station s
  WHERE ${CURRENT} AND s.id = r.station_id AND c.station_id = r.station_id AND (c.reservation_id = r.id
    OR (c.reservation_id IS NULL AND c.start_received_at >= r.accepted_at AND r.evse IN (0, c.evse)
      AND lower(c.token_uid) = lower(r.token_uid)))
  RETURNING s.identity`;

/** A connector that was reserved and is free again, or cannot be used any more, has given its reservation up (1.6 §5.13). */
async function givenUp(tx: Tx, now: string): Promise<Ended> {
  await tx.$executeRaw`
    UPDATE reservation r SET was_seen = true FROM connector k
    WHERE r.state = 'Active' AND NOT r.was_seen AND (k.station_id, k.evse) = (r.station_id, r.evse) AND k.status = 'Reserved'`;
  return tx.$queryRaw`
    UPDATE reservation r SET ended_at = ${now}::timestamptz, reason = k.status,
      state = CASE WHEN r.expires_at <= ${now}::timestamptz THEN 'Expired' ELSE 'Cancelled' END
    FROM connector k, station s
    WHERE r.state = 'Active' AND s.id = r.station_id AND r.evse > 0
      AND (k.station_id, k.evse) = (r.station_id, r.evse) AND k.received_at > r.accepted_at
      AND (k.status IN ('Faulted', 'Unavailable') OR (k.status = 'Available' AND r.was_seen))
      AND NOT EXISTS (SELECT FROM connector o
        WHERE (o.station_id, o.evse) = (r.station_id, r.evse) AND o.status IN ('Reserved', 'Occupied'))
    RETURNING s.identity`;
}

const expired = (tx: Tx, now: string): Promise<Ended> => tx.$queryRaw`
  UPDATE reservation r SET state = 'Expired', ended_at = ${now}::timestamptz FROM station s
  WHERE ${CURRENT} AND s.id = r.station_id
    AND r.expires_at <= ${now}::timestamptz - ${SKEW_SECONDS} * interval '1 second'
  RETURNING s.identity`;
