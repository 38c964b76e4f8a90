import type { LocalListEntry } from "@/lib/domain/local-list";
import { LIST_SETTINGS, type ListLimits, listLimits, wantedEntries } from "@/lib/domain/local-list-sync";
import type { Tx } from "../context";

type Row = {
  uid: string;
  type: string;
  status: string;
  group_id: string | null;
  valid_from: Date | null;
  expires_at: Date | null;
  group_status: string | null;
  group_expires_at: Date | null;
};

/** What every station's own list is to say now: all our tokens may charge at all our stations. */
export async function readWantedList(db: Pick<Tx, "$queryRaw">, now: Date): Promise<readonly LocalListEntry[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT t.uid, t.type, t.status, t.group_id, t.valid_from, t.expires_at, g.status AS group_status,
      g.expires_at AS group_expires_at
    FROM token t LEFT JOIN token_group g ON g.uid_key = lower(t.group_id)`;
  const tokens = rows.map((row) => ({
    uid: row.uid,
    type: row.type,
    status: row.status,
    groupId: row.group_id,
    validFrom: row.valid_from,
    expiresAt: row.expires_at,
    group: row.group_status === null ? null : { status: row.group_status, expiresAt: row.group_expires_at },
  }));
  return wantedEntries(tokens, now);
}

/** How much each of these stations takes, as far as they have told their settings. */
export async function readListLimits(
  db: Pick<Tx, "stationSetting">,
  stationIds: readonly number[],
): Promise<(stationId: number) => ListLimits> {
  const rows = await db.stationSetting.findMany({
    where: { stationId: { in: [...stationIds] }, key: { in: [...LIST_SETTINGS] }, value: { not: null } },
  });
  return (stationId) =>
    listLimits(
      new Map(
        rows.filter((row) => row.stationId === stationId).map(({ key, value }): [string, string] => [key, value ?? ""]),
      ),
    );
}
