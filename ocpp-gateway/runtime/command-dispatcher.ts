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
import { createOnePerKey, type OnePerKey } from "./one-per-key";
import type { StationRegistry } from "./station-registry";

export type DispatcherDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly gatewayId: string;
  readonly registry: StationRegistry;
  readonly onAnnounced: () => void;
};

type Station = { readonly id: number; readonly identity: string };

/**
 * A campaign's update is written within this time of its claim, or never: by the time the engine asks what became of
 * it, it has long been written, and the answer speaks of it.
 */
const SEND_MS_MAX = 3_000;
const NOT_SENT = "It was not sent to the charger.";

/**
 * Sends commands to the stations this gateway holds: one at a time per station, each claimed in the database
 * first. A crash after the claim leaves "no answer", never a second sending. One reader for operators,
 * API clients and campaigns.
 */
export class CommandDispatcher {
  readonly #deps: DispatcherDeps;
  readonly #serving: OnePerKey<number>;
  readonly #observing: OnePerKey<number>;

  constructor(deps: DispatcherDeps) {
    this.#deps = deps;
    this.#serving = createOnePerKey((stationId, error) => {
      deps.log.error({ stationId, err: error }, "commands could not be served; tried again soon");
    });
    this.#observing = createOnePerKey((stationId, error) => {
      deps.log.warn({ stationId, err: error }, "effects could not be looked for; tried again soon");
    });
  }

  /** A command may wait for this station. Cheap, and may be called as often as one likes. */
  wake(stationId: number): void {
    if (this.#deps.registry.get(stationId) === null) return;
    this.#serving.run(stationId, async () => {
      const socket = this.#deps.registry.get(stationId);
      if (socket !== null) await this.#serve(socket);
    });
  }

  /** Something was stored that may be the effect a command waits for. */
  readonly observe = (station: Station): void => {
    this.#observing.run(station.id, async () => {
      const stillWaiting = await observeEffects(this.#deps.ctx, station);
      const socket = this.#deps.registry.get(station.id);
      if (socket !== null) socket.station.awaitsEffect = stillWaiting > 0 || this.#serving.isRunning(station.id);
      this.#deps.onAnnounced();
    });
  };

  /** The fallback round: what a lost wake-up left, expiries, deadlines. */
  readonly round = async (): Promise<void> => {
    const { ctx, gatewayId, onAnnounced } = this.#deps;
    if ((await settleLostCommands(ctx)) > 0) onAnnounced();
    for (const stationId of await stationsWithPendingCommands(ctx, gatewayId)) this.wake(stationId);
    for (const station of await stationsAwaitingEffects(ctx)) this.observe(station);
  };

  /** Settles when nothing is being sent, awaited or looked for. */
  async idle(): Promise<void> {
    await this.#serving.idle();
    await this.#observing.idle();
  }

  async #serve(socket: StationSocket): Promise<void> {
    const { ctx, onAnnounced } = this.#deps;
    const { station } = socket;
    const { id: stationId, identity, epoch, filesUrl } = station;
    const holder = { stationId, identity, epoch, filesUrl };
    // A connection that is over takes no more: what is left waits for the next one.
    while (this.#deps.registry.get(station.id) === socket) {
      // From before the claim: what it takes is part of what the engine waits for.
      const since = performance.now();
      const claimed = await claimNextCommand(ctx, holder);
      if (claimed === null) return;
      onAnnounced();
      const outcome = await this.#send(socket, claimed, since);
      await recordAnswer(ctx, station, claimed.id, outcome);
      onAnnounced();
      this.observe(station);
    }
  }

  async #send(socket: StationSocket, claimed: ClaimedCommand, since: number): Promise<CommandOutcome> {
    const { station } = socket;
    const written = station.adapter.writeCommand(claimed.command, claimed);
    if (written === null) {
      const description = "This charger's protocol version has no such command.";
      return { answer: null, state: "NotSupported", code: "NotSupported", description };
    }
    if (!written.ok) {
      return { answer: null, state: "Failed", code: "InvalidPayload", description: written.error.reason };
    }
    const wire = written.value;
    // The effect may arrive before the answer.
    station.awaitsEffect = true;
    const answer = await socket.outbound.call(wire, {
      messageId: claimed.messageId,
      refuse: () => (claimed.update === null ? null : tooLate(station, claimed.update, since)),
      onLate: (late) => void this.#settleLate(station, claimed.id, { answer: late, action: wire.action }),
    });
    if (answer.type === "NotWritten") {
      return { answer: null, state: "NotSent", code: answer.why, description: NOT_SENT };
    }
    return { answer, action: wire.action };
  }

  async #settleLate(station: Station, commandId: string, outcome: CommandOutcome): Promise<void> {
    const { ctx, log, onAnnounced } = this.#deps;
    try {
      await recordAnswer(ctx, station, commandId, outcome);
      onAnnounced();
      this.observe(station);
    } catch (error) {
      log.error({ station: station.identity, command: commandId, err: error }, "a late answer could not be stored");
    }
  }
}

/** Why a campaign's update must not be written after all; asked in the moment of writing. A clock that jumps is no matter. */
function tooLate(station: ConnectedStation, { waitsForIdle }: { readonly waitsForIdle: boolean }, since: number) {
  if (performance.now() - since > SEND_MS_MAX) return "SendDeadline";
  return waitsForIdle && station.sessions.length > 0 ? "SessionActive" : null;
}
