import type { ServiceContext } from "../context";

/** What a gateway sent of a grant since it was recorded last. */
export type SentBytes = {
  readonly grantId: string;
  readonly requests: number;
  readonly served: number;
  /** How many bytes from the beginning have been sent by now. */
  readonly reached: number;
  /** Of the whole image. */
  readonly bytes: number;
  /** Null while no byte was sent. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
};

/** Adds up what gateways sent, in one statement. Not safe to repeat: it adds. */
export async function recordDownloads(ctx: ServiceContext, sent: readonly SentBytes[]): Promise<void> {
  if (sent.length === 0) return;
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  await ctx.db.$executeRaw`
    UPDATE download_grant g SET
      requests = g.requests + s.requests,
      bytes_served = g.bytes_served + s.served,
      bytes_reached = GREATEST(g.bytes_reached, s.reached),
      first_byte_at = LEAST(g.first_byte_at, s.first_at),
      last_byte_at = GREATEST(g.last_byte_at, s.last_at),
      completed_at = COALESCE(g.completed_at, CASE WHEN s.reached >= s.bytes THEN s.last_at END)
    FROM unnest(
      ${sent.map(({ grantId }) => grantId)}::uuid[],
      ${sent.map(({ requests }) => requests)}::int[],
      ${sent.map(({ served }) => served)}::bigint[],
      ${sent.map(({ reached }) => reached)}::bigint[],
      ${sent.map(({ bytes }) => bytes)}::bigint[],
      ${sent.map(({ firstAt }) => iso(firstAt))}::timestamptz[],
      ${sent.map(({ lastAt }) => iso(lastAt))}::timestamptz[]
    ) AS s (id, requests, served, reached, bytes, first_at, last_at)
    WHERE g.id = s.id`;
}
