import { inTransaction, type ServiceContext } from "../context";

/** A TxProfile ends with its session (1.6 §3.13.1, K01.FR.02). Returns how many did. Safe to repeat. */
export async function endSessionProfiles(ctx: ServiceContext): Promise<number> {
  const isOver = { purpose: "TxProfile", state: { in: ["Requested", "Installed"] }, sessionId: { not: null } };
  if ((await ctx.db.stationProfile.count({ where: isOver })) === 0) return 0;
  return inTransaction(ctx, async ({ tx, announce }) => {
    const now = ctx.now().toISOString();
    const ended = await tx.$queryRaw<{ identity: string }[]>`
      UPDATE charging_profile p SET state = 'Cleared', reason = 'SessionEnded', ended_at = ${now}::timestamptz
      FROM charging_session c, station s
      WHERE p.purpose = 'TxProfile' AND p.state IN ('Requested', 'Installed') AND c.id = p.session_id
        AND c.phase = 'Ended' AND s.id = p.station_id
      RETURNING s.identity`;
    const identities = [...new Set(ended.map(({ identity }) => identity))];
    await announce(
      ...identities.map(
        (identity) => ({ type: "StationBooksChanged", identity, books: "ChargingProfiles", at: now }) as const,
      ),
    );
    return ended.length;
  });
}
