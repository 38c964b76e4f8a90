/**
 * Sends commands to the stations this gateway holds: one at a time per station, each claimed in the database
 * first. A crash after the claim leaves "no answer", never a second sending. One reader for operators,
 * API clients and campaigns.
 */

import type { Log } from "@/lib/log";
import {
  type ClaimedCommand,
  claimNextCommand,
  stationsWithPendingCommands,
} from "@/lib/services/commands/claim-commands";
import { settleLostCommands } from "@/lib/services/commands/expire-commands";
import { observeEffects, stationsAwaitingEffects } from "@/lib/services/commands/observe-effects";
import { type CommandOutcome, recordAnswer } from "@/lib/services/commands/record-answer";
import type { ServiceContext } from "@/lib/services/context";
import type { ConnectedStation } from "../connected-station";
import type { StationSocket } from "../transport/station-socket";
import type { StationRegistry } from "./station-registry";

export type CommandDispatcher = {
  /** A command may wait for this station. Cheap, and may be called as often as one likes. */
  readonly wake: (stationId: number) => void;
  /** Something was stored that may be the effect a command waits for. */
  readonly observe: (station: Pick<ConnectedStation, "id" | "identity">) => void;
  /** The fallback round: what a lost wake-up left, expiries, deadlines. */
  readonly round: () => Promise<void>;
  readonly idle: () => Promise<void>;
};

export type DispatcherDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly gatewayId: string;
  readonly registry: StationRegistry;
  readonly onAnnounced: () => void;
};

export function createCommandDispatcher(deps: DispatcherDeps): CommandDispatcher {
  const { ctx, registry } = deps;
  const serving = new Map<number, Promise<void>>();
  const wokenMeanwhile = new Set<number>();
  const observing = new Map<number, Promise<void>>();
  const observeAgain = new Set<number>();

  const serve = async (socket: StationSocket): Promise<void> => {
    const { station } = socket;
    for (;;) {
      const holder = { stationId: station.id, identity: station.identity, epoch: station.epoch };
      const claimed = await claimNextCommand(ctx, holder);
      if (claimed === null) return;
      deps.onAnnounced();
      const outcome = await send(socket, claimed);
      await recordAnswer(ctx, station, claimed.id, outcome);
      deps.onAnnounced();
      observe(station);
    }
  };

  const send = async (socket: StationSocket, claimed: ClaimedCommand): Promise<CommandOutcome> => {
    const written = socket.station.adapter.writeCommand(claimed.command, claimed);
    if (written === null) {
      return {
        answer: null,
        state: "NotSupported",
        code: "NotSupported",
        description: "This charger's protocol version has no such command.",
      };
    }
    if (!written.ok)
      return { answer: null, state: "Failed", code: "InvalidPayload", description: written.error.reason };
    const wire = written.value;
    // Reading begins before the effect can arrive.
    socket.station.awaitsEffect = true;
    const answer = await socket.outbound.call(wire, {
      messageId: claimed.messageId,
      onLate: (late) => void settleLate(socket.station, claimed.id, { answer: late, action: wire.action }),
    });
    return { answer, action: wire.action };
  };

  const settleLate = async (station: ConnectedStation, id: string, outcome: CommandOutcome): Promise<void> => {
    try {
      await recordAnswer(ctx, station, id, outcome);
      deps.onAnnounced();
      observe(station);
    } catch (error) {
      deps.log.error({ station: station.identity, command: id, err: error }, "a late answer could not be stored");
    }
  };

  const wake = (stationId: number): void => {
    const socket = registry.get(stationId);
    if (socket === null) return;
    if (serving.has(stationId)) return void wokenMeanwhile.add(stationId);
    const work = serve(socket)
      .catch((error: unknown) =>
        deps.log.error(
          { station: socket.station.identity, err: error },
          "commands could not be served; tried again soon",
        ),
      )
      .finally(() => {
        serving.delete(stationId);
        if (wokenMeanwhile.delete(stationId)) wake(stationId);
      });
    serving.set(stationId, work);
  };

  const observe = (station: Pick<ConnectedStation, "id" | "identity">): void => {
    if (observing.has(station.id)) return void observeAgain.add(station.id);
    const work = observeEffects(ctx, station)
      .then((stillWaiting) => {
        const socket = registry.get(station.id);
        if (socket !== null) socket.station.awaitsEffect = stillWaiting > 0 || serving.has(station.id);
        deps.onAnnounced();
      })
      .catch((error: unknown) =>
        deps.log.warn({ station: station.identity, err: error }, "effects could not be looked for; tried again soon"),
      )
      .finally(() => {
        observing.delete(station.id);
        if (observeAgain.delete(station.id)) observe(station);
      });
    observing.set(station.id, work);
  };

  return {
    wake,
    observe,
    round: async () => {
      if ((await settleLostCommands(ctx)) > 0) deps.onAnnounced();
      for (const stationId of await stationsWithPendingCommands(ctx, deps.gatewayId)) wake(stationId);
      for (const station of await stationsAwaitingEffects(ctx)) observe(station);
    },
    idle: async () => {
      while (serving.size + observing.size > 0) await Promise.all([...serving.values(), ...observing.values()]);
    },
  };
}
