"use client";

import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { useTakeCommand } from "@/components/live/use-live";
import type { AskableCommand } from "@/lib/domain/station-command";
import { useRequestCommand } from "./commands-context";
import { newCommandId } from "./new-command-id";

/** Asks for commands that need no dialog: those that only read. Each is a command of its own, asked for in order. */
export function useDirectCommand(identity: string) {
  const request = useRequestCommand();
  const takeCommand = useTakeCommand();
  const { run, isPending } = useAction();

  const askAll = async (commands: readonly AskableCommand[]): Promise<ActionResult<null>> => {
    for (const command of commands) {
      const result = await request({ id: newCommandId(), identity, command });
      if (!result.ok) {
        toast.error(result.error.message);
        return result;
      }
      takeCommand(result.value);
    }
    return { ok: true, value: null };
  };
  const ask = (...commands: readonly AskableCommand[]): void =>
    run(
      () => askAll(commands),
      () => undefined,
    );
  return { ask, isPending };
}
