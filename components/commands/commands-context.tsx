"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { useLine } from "@/components/live/use-live";
import type { CommandView } from "@/lib/domain/command-view";
import type { AskableCommand } from "@/lib/domain/station-command";

export type CommandRequest = {
  /** Made by the browser: the same id is the same command, however often it is sent. */
  readonly id: string;
  readonly identity: string;
  readonly command: AskableCommand;
};

export type RequestCommand = (request: CommandRequest) => Promise<ActionResult<CommandView>>;

type Commands = {
  readonly request: RequestCommand;
  readonly mayCommand: boolean;
  /** Certificates and messages of one's own too. */
  readonly mayManage: boolean;
};

const CommandsContext = createContext<Commands | null>(null);

export function CommandsProvider({ children, ...commands }: Commands & { readonly children: ReactNode }) {
  return <CommandsContext value={commands}>{children}</CommandsContext>;
}

export const useMayManage = (): boolean => useContext(CommandsContext)?.mayManage === true;

export function useRequestCommand(): RequestCommand {
  const commands = useContext(CommandsContext);
  if (commands === null) throw new Error("commands outside of <CommandsProvider>");
  return commands.request;
}

/** Why no command can be given now; null = it can. */
export function useCommandBar(): string | null {
  const t = useTranslations("command.bar");
  const { isTrusted } = useLine();
  const commands = useContext(CommandsContext);
  if (commands?.mayCommand !== true) return t("role");
  return isTrusted ? null : t("notLive");
}
