import { z } from "zod";
import type { SearchHit } from "@/lib/domain/search-hit";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";

export const searchInput = z.object({ q: z.string().trim().min(1).max(100) });

const CHARGERS_MAX = 8;
const OTHERS_MAX = 4;
/** Session numbers are 32-bit. */
const SESSION_ID_MAX = 2_147_483_647;

/**
 * What is called like `q`, the likeliest first: chargers by identity, name or serial number, sites by name, sessions by
 * their number or the station's transaction id, cards by uid or label, campaigns by name. Without regard to case.
 */
export async function search(
  ctx: ServiceContext,
  input: z.input<typeof searchInput>,
): Promise<{ readonly items: readonly SearchHit[] }> {
  requirePermission(ctx, "read");
  const { q } = parseInput(searchInput, input);
  const word = q.toLowerCase();
  const found = await Promise.all([
    chargers(ctx, word),
    sites(ctx, word),
    sessions(ctx, q),
    cards(ctx, word),
    campaigns(ctx, word),
  ]);
  return { items: found.flat() };
}

/** What begins with the word comes before what has it somewhere, and the shorter first. */
const chargers = ({ db }: ServiceContext, word: string): Promise<readonly SearchHit[]> => db.$queryRaw<SearchHit[]>`
  SELECT 'Charger' AS kind, identity AS id, identity AS title,
    NULLIF(concat_ws(' · ', s.name, t.name, s.serial_number), '') AS detail
  FROM station s LEFT JOIN site t ON t.id = s.site_id
  WHERE s.removed_at IS NULL
    AND strpos(lower(concat_ws(' ', s.identity, s.name, s.serial_number)), ${word}) > 0
  ORDER BY strpos(lower(identity), ${word}) <> 1, length(identity), identity LIMIT ${CHARGERS_MAX}`;

const sites = ({ db }: ServiceContext, word: string): Promise<readonly SearchHit[]> => db.$queryRaw<SearchHit[]>`
  SELECT 'Site' AS kind, id::text, name AS title, address AS detail
  FROM site WHERE strpos(lower(name), ${word}) > 0
  ORDER BY strpos(lower(name), ${word}), name LIMIT ${OTHERS_MAX}`;

async function sessions({ db }: ServiceContext, q: string): Promise<readonly SearchHit[]> {
  const number = /^\d{1,10}$/.test(q) && Number(q) <= SESSION_ID_MAX ? Number(q) : null;
  const rows = await db.chargingSession.findMany({
    where: { OR: [{ transactionId: q }, ...(number === null ? [] : [{ id: number }])] },
    include: { station: { select: { identity: true } } },
    orderBy: { id: "desc" },
    take: OTHERS_MAX,
  });
  return rows.map(({ id, transactionId, station }) => ({
    kind: "Session",
    id: String(id),
    title: String(id),
    detail: transactionId === null ? station.identity : `${station.identity} · ${transactionId}`,
  }));
}

const cards = ({ db }: ServiceContext, word: string): Promise<readonly SearchHit[]> => db.$queryRaw<SearchHit[]>`
  SELECT 'Card' AS kind, uid AS id, uid AS title, label AS detail
  FROM token WHERE strpos(lower(concat_ws(' ', uid, label)), ${word}) > 0
  ORDER BY strpos(uid_key, ${word}) <> 1, length(uid), uid_key LIMIT ${OTHERS_MAX}`;

const campaigns = ({ db }: ServiceContext, word: string): Promise<readonly SearchHit[]> => db.$queryRaw<SearchHit[]>`
  SELECT 'Campaign' AS kind, c.id::text, c.name AS title, concat_ws(' ', r.vendor, r.version) AS detail
  FROM campaign c JOIN firmware_release r ON r.id = c.release_id
  WHERE strpos(lower(c.name), ${word}) > 0
  ORDER BY c.created_at DESC LIMIT ${OTHERS_MAX}`;
