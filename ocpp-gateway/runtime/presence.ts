import type { ServiceContext } from "@/lib/services/context";
import { beat, recordPresence } from "@/lib/services/stations/record-presence";
import type { StationRegistry } from "./station-registry";

/** When stations were last heard, written every few seconds in one statement, with the gateway's own beat. */
export function createPresence(ctx: ServiceContext, registry: StationRegistry, gatewayId: string) {
  const written = new Map<number, number>();
  let beatenAt: number | null = null;
  return {
    flush: async (): Promise<void> => {
      await beat(ctx, gatewayId);
      beatenAt = ctx.now().getTime();
      const news: { stationId: number; seenAt: Date }[] = [];
      for (const socket of registry.all()) {
        const at = socket.lastHeardAt();
        if (written.get(socket.station.id) !== at) news.push({ stationId: socket.station.id, seenAt: new Date(at) });
      }
      await recordPresence(ctx, news);
      for (const { stationId, seenAt } of news) written.set(stationId, seenAt.getTime());
      for (const stationId of written.keys()) if (registry.get(stationId) === null) written.delete(stationId);
    },
    /** When the database last took the beat; null before the first. */
    beatenAt: (): number | null => beatenAt,
  };
}

export type Presence = ReturnType<typeof createPresence>;
