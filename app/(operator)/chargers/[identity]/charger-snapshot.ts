import { orNotFound } from "@/app/or-not-found";
import type { ChargerSnapshot } from "@/components/stations/charger-frame";
import { listCommands } from "@/lib/services/commands/list-commands";
import type { ServiceContext } from "@/lib/services/context";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readStation } from "@/lib/services/stations/read-station";

/** What every page of a charger shows of it. The position comes first: an event told twice does no harm, a missed one does. */
export async function readChargerSnapshot(ctx: ServiceContext, identity: string): Promise<ChargerSnapshot> {
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  const [live, commands] = await Promise.all([
    listSessions(ctx, { identity, phase: "live", limit: 50 }),
    listCommands(ctx, { identity, limit: 50 }),
  ]);
  return {
    station,
    position,
    renderedAt: ctx.now().toISOString(),
    sessionCount: live.items.length,
    commands: commands.items,
  };
}
