import { setTimeout as sleep } from "node:timers/promises";
import type { CommandView } from "@/lib/domain/command-view";
import { isSettled } from "@/lib/domain/station-command";
import type { ServiceContext } from "../context";
import { readCommand } from "./read-command";

const POLL_MILLISECONDS = 250;

/** Waits until the station has answered or the command is settled, but no longer than asked for. */
export async function waitForCommand(
  ctx: ServiceContext,
  input: { readonly id: string; readonly seconds: number; readonly signal?: AbortSignal },
): Promise<CommandView> {
  const deadline = performance.now() + input.seconds * 1000;
  for (;;) {
    const command = await readCommand(ctx, input.id);
    const isKnown = isSettled(command.state) || command.answeredAt !== null;
    if (isKnown || performance.now() >= deadline || input.signal?.aborted === true) return command;
    await sleep(POLL_MILLISECONDS);
  }
}
