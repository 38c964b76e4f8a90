import type { AnswerFacts } from "@/lib/domain/station-command";
import { isSecretSetting } from "../commands/redacted";
import type { Tx } from "../context";

type Told = {
  readonly stationId: number;
  /** The keys asked for; none = all there are. */
  readonly asked: readonly string[];
  readonly facts: AnswerFacts;
  readonly now: Date;
};

/** Mirrors what a station told of its settings. Asked for all, it has those that it told and no others. */
export async function keepSettings(tx: Tx, { stationId, asked, facts, now }: Told): Promise<void> {
  const told = new Map((facts.settings ?? []).map((setting) => [setting.key, setting]));
  const unknown = (facts.unknownSettings ?? []).filter((key) => !told.has(key));
  if (asked.length === 0 && told.size > 0) {
    await tx.stationSetting.deleteMany({ where: { stationId, key: { notIn: [...told.keys()] } } });
  }
  const rows = [
    ...[...told.values()].map(({ key, value, isReadonly }) => ({
      key,
      value: isSecretSetting(key) ? null : value,
      isReadonly,
      isKnown: true,
    })),
    ...unknown.map((key) => ({ key, value: null, isReadonly: null, isKnown: false })),
  ];
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO station_setting (station_id, key, value, is_readonly, is_known, read_at)
    SELECT ${stationId}, t.*, ${now.toISOString()}::timestamptz FROM unnest(
      ${rows.map(({ key }) => key)}::text[], ${rows.map(({ value }) => value)}::text[],
      ${rows.map(({ isReadonly }) => isReadonly)}::boolean[], ${rows.map(({ isKnown }) => isKnown)}::boolean[]) t
    ON CONFLICT (station_id, key) DO UPDATE SET value = excluded.value, is_known = excluded.is_known,
      is_readonly = coalesce(excluded.is_readonly, station_setting.is_readonly), read_at = excluded.read_at`;
}

type Changed = {
  readonly stationId: number;
  readonly key: string;
  readonly needsRestart: boolean;
  readonly now: Date;
};

/** A change that the station took; the value itself is what is read back afterwards. */
export async function keepChangedSetting(tx: Tx, { stationId, key, needsRestart, now }: Changed): Promise<void> {
  await tx.stationSetting.upsert({
    where: { stationId_key: { stationId, key } },
    create: { stationId, key, needsRestart, changedAt: now },
    update: { needsRestart, changedAt: now, isKnown: true },
  });
}
