import type { ServiceContext } from "@/lib/services/context";
import {
  beat,
  type LineFigures,
  recordLineFigures,
  recordPresence,
  type Presence as Seen,
} from "@/lib/services/stations/record-presence";
import type { StationSocket } from "../transport/station-socket";
import type { StationRegistry } from "./station-registry";

/** A connection's figures are written once they are known, and from then on this often; its close writes the last. */
const FIGURES_EVERY_MS = 60_000;

/** Ping times and clock offset. */
const FIGURES = 2;

/** When stations were last heard, written every few seconds in one statement, with the gateway's own beat. */
export function createPresence(ctx: ServiceContext, registry: StationRegistry, gatewayId: string) {
  const written = new Map<number, number>();
  const figures = createFiguresWriter(ctx, registry);
  let beatenAt: number | null = null;
  return {
    flush: async (): Promise<void> => {
      await beat(ctx, gatewayId);
      beatenAt = ctx.now().getTime();
      const news: Seen[] = [];
      for (const socket of registry.all()) {
        const at = socket.lastHeardAt();
        if (written.get(socket.station.id) === at) continue;
        const messageAt = socket.lastMessageAt();
        news.push({
          stationId: socket.station.id,
          seenAt: new Date(at),
          messageAt: messageAt === null ? null : new Date(messageAt),
        });
      }
      await recordPresence(ctx, news);
      for (const { stationId, seenAt } of news) written.set(stationId, seenAt.getTime());
      for (const stationId of written.keys()) if (registry.get(stationId) === null) written.delete(stationId);
      await figures.flush();
    },
    /** When the database last took the beat; null before the first. */
    beatenAt: (): number | null => beatenAt,
  };
}

export type Presence = ReturnType<typeof createPresence>;

/** Ping times and clock offsets: seldom, since each is a row that changes. */
function createFiguresWriter(ctx: ServiceContext, registry: StationRegistry) {
  const written = new WeakMap<StationSocket, Written>();
  return {
    flush: async (): Promise<void> => {
      const now = ctx.now().getTime();
      const due = [...registry.all()].flatMap((socket) => dueFigures(socket, written.get(socket) ?? NEVER, now) ?? []);
      await recordLineFigures(
        ctx,
        due.map(({ line }) => line),
      );
      for (const { socket, known } of due) written.set(socket, { at: now, known });
    },
  };
}

/** When a connection's figures were last written, and how many of them were known then. */
type Written = { readonly at: number; readonly known: number };
const NEVER: Written = { at: 0, known: 0 };

type Due = { readonly socket: StationSocket; readonly known: number; readonly line: LineFigures };

function dueFigures(socket: StationSocket, before: Written, now: number): Due | null {
  const isTime = now - before.at >= FIGURES_EVERY_MS;
  if (!isTime && before.known === FIGURES) return null;
  const { id: stationId, epoch, clock } = socket.station;
  const line = { stationId, epoch, pings: socket.pings(), clock: clock.offset() };
  const known = [line.pings, line.clock].filter((figure) => figure !== null).length;
  const isNews = known > before.known || (known > 0 && isTime);
  return isNews ? { socket, known, line } : null;
}
