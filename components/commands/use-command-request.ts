"use client";

import { useState } from "react";
import { useAction } from "@/components/form/use-action";
import { useTakeCommand } from "@/components/live/use-live";
import type { AskableCommand } from "@/lib/domain/station-command";
import { useRequestCommand } from "./commands-context";
import { newCommandId } from "./new-command-id";

/** Asks for one command after another from a dialog that stays open. */
export function useCommandRequests(identity: string) {
  const request = useRequestCommand();
  const takeCommand = useTakeCommand();
  const { run, fault, isPending } = useAction();

  const ask = (command: AskableCommand, onRequested: () => void = () => undefined): void =>
    run(
      () => request({ id: newCommandId(), identity, command }),
      (view) => {
        takeCommand(view);
        onRequested();
      },
    );
  return { ask, fault, isPending };
}

/** Asks for one command. Its id is made once per dialog, so that a second click or a retry is the same command. */
export function useCommandRequest(identity: string, onRequested: () => void) {
  const request = useRequestCommand();
  const takeCommand = useTakeCommand();
  const [id] = useState(newCommandId);
  const { run, fault, isPending } = useAction();

  const ask = (command: AskableCommand): void =>
    run(
      () => request({ id, identity, command }),
      (view) => {
        takeCommand(view);
        onRequested();
      },
    );
  return { ask, fault, isPending };
}
