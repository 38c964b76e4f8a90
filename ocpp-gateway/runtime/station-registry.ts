import { CLOSE } from "../transport/close-reasons";
import type { StationSocket } from "../transport/station-socket";
import { createRecentAnswers, type RecentAnswers } from "../wire/recent-answers";

/** The sockets this gateway holds, one per station: the newest. */
export type StationRegistry = {
  readonly get: (stationId: number) => StationSocket | null;
  readonly find: (identity: string) => StationSocket | null;
  /** Takes the place of an older connection, which is closed. */
  readonly add: (socket: StationSocket) => void;
  /** Only a socket that still holds its place leaves it. */
  readonly remove: (socket: StationSocket) => void;
  readonly all: () => IterableIterator<StationSocket>;
  readonly size: () => number;
  /** Answers given lately, over the station's connections. */
  readonly recentAnswers: (stationId: number) => RecentAnswers;
  /** Forgets the answers of stations that are away. */
  readonly forgetAway: () => void;
};

export function createStationRegistry(): StationRegistry {
  const sockets = new Map<number, StationSocket>();
  const byIdentity = new Map<string, StationSocket>();
  const answers = new Map<number, RecentAnswers>();
  return {
    get: (stationId) => sockets.get(stationId) ?? null,
    find: (identity) => byIdentity.get(identity) ?? null,
    add: (socket) => {
      const { id, identity, epoch } = socket.station;
      const older = sockets.get(id);
      if (older !== undefined && older.station.epoch > epoch) return socket.close(CLOSE.superseded);
      sockets.set(id, socket);
      byIdentity.set(identity, socket);
      older?.close(CLOSE.superseded);
    },
    remove: (socket) => {
      if (sockets.get(socket.station.id) !== socket) return;
      sockets.delete(socket.station.id);
      byIdentity.delete(socket.station.identity);
    },
    all: () => sockets.values(),
    size: () => sockets.size,
    recentAnswers: (stationId) => {
      const known = answers.get(stationId) ?? createRecentAnswers();
      answers.set(stationId, known);
      return known;
    },
    forgetAway: () => {
      for (const stationId of answers.keys()) if (!sockets.has(stationId)) answers.delete(stationId);
    },
  };
}
