import type { SettingsView } from "@/lib/domain/setting-view";
import { isSecretSetting } from "../commands/redacted";
import { requirePermission, type ServiceContext, type Tx } from "../context";
import { findStationOrThrow } from "./find-station";

/** What a station last told of its settings, by key. As old as its `readAt` says: nothing is asked here. */
export async function listSettings(ctx: ServiceContext, identity: string): Promise<SettingsView> {
  requirePermission(ctx, "read");
  const station = await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.stationSetting.findMany({ where: { stationId: station.id }, orderBy: { key: "asc" } });
  return {
    items: rows.map((row) => ({
      key: row.key,
      value: row.value,
      isReadonly: row.isReadonly,
      isKnown: row.isKnown,
      isSecret: isSecretSetting(row.key),
      readAt: row.readAt?.toISOString() ?? null,
      needsRestart: row.needsRestart,
      changedAt: row.changedAt?.toISOString() ?? null,
    })),
    keysPerReadMax: await keysPerReadMax(ctx.db, station.id),
  };
}

/** How a station says how many settings it answers at a time: in 1.6, and in 2.x. */
const LIMITS: readonly string[] = ["GetConfigurationMaxKeys", "DeviceDataCtrlr.ItemsPerMessage[GetVariables]"];

/** The most settings that may be named in one question, as the station told; null where it did not. */
export async function keysPerReadMax(tx: Pick<Tx, "stationSetting">, stationId: number): Promise<number | null> {
  const rows = await tx.stationSetting.findMany({ where: { stationId, key: { in: [...LIMITS] } } });
  const told = rows.map(({ value }) => Number(value)).filter((count) => Number.isInteger(count) && count > 0);
  return told.length === 0 ? null : Math.min(...told);
}
