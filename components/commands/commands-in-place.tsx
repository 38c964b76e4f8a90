"use client";

import { useState } from "react";
import { useNow } from "@/components/live/use-live";
import type { CommandView } from "@/lib/domain/command-view";
import { isSettled } from "@/lib/domain/station-command";
import { CommandStepper } from "./command-stepper";
import { isShownInPlace } from "./command-steps";

/** The steppers of what is under way here, and of what ended a moment ago until it is dismissed. */
export function CommandsInPlace({ commands }: { readonly commands: readonly CommandView[] }) {
  const now = useNow();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const shown = commands.filter(
    (command) => !dismissed.has(command.id) && isShownInPlace(command, !isSettled(command.state), now),
  );
  if (shown.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {shown.slice(0, 3).map((command) => (
        <CommandStepper
          key={command.id}
          command={command}
          onDismiss={() => setDismissed(new Set([...dismissed, command.id]))}
        />
      ))}
    </div>
  );
}

/** Is such a command under way? Then its button is the stepper, not a button. */
export const isUnderWay = (commands: readonly CommandView[], name: string): boolean =>
  commands.some((command) => command.name === name && !isSettled(command.state) && command.state !== "Scheduled");
