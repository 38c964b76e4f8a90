"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { CommandView } from "@/lib/domain/command-view";
import { isUnsendable } from "./command-steps";

/** The state in words: who said what, and for outcomes other than success what to try. */
export function CommandWords({
  command,
  isBrief = false,
}: {
  readonly command: CommandView;
  readonly isBrief?: boolean;
}) {
  const t = useTranslations("command");
  const { state, name } = command;
  const said = useSaid(command);
  const isAwaited = state === "Accepted" || state === "WaitingForEffect";
  const awaited = useFirstText(isAwaited ? [`awaited.${name}`] : []);
  const advice = useAdvice(command, isBrief);
  return (
    <>
      <span className="font-medium">{said}</span>
      {awaited === null ? null : <span> {awaited}</span>}
      {command.errorDescription ? <span className="text-ink-2"> “{command.errorDescription}”</span> : null}
      {advice === null ? null : <span className="block text-ink-2">{advice}</span>}
      {state === "Done" && command.sessionId !== null ? (
        <Link
          href={`/sessions/${command.sessionId}`}
          className="ml-1 text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("session", { id: String(command.sessionId) })}
        </Link>
      ) : null}
    </>
  );
}

function useAdvice(command: CommandView, isBrief: boolean): string | null {
  const { state, name } = command;
  return useFirstText(isBrief || isUnsendable(command) ? [] : [`advice.${state}.${name}`, `advice.${state}.any`]);
}

/** What a charger said instead of doing what was asked. */
const REFUTED = ["ReadsBackAs", "AllowsMore", "UpdateFailed"] as const;

function useSaid(command: CommandView): string {
  const t = useTranslations("command");
  const refuted = REFUTED.find((code) => code === command.errorCode);
  if (refuted !== undefined) return t(`state.${refuted}`);
  const answer = command.answerStatus ?? t("noStatus");
  if (isUnsendable(command)) return t("unsendable");
  return t(`state.${command.state}`, { answer, code: command.errorCode ?? answer, seconds: answerSeconds(command) });
}

type Key = Parameters<ReturnType<typeof useTranslations<"command">>["has"]>[0];

/** The first of these texts that the catalogue has: not each state has words for each command. */
function useFirstText(keys: readonly string[]): string | null {
  const t = useTranslations("command");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `has` answers for any text; its type only helps to spell
  const known = keys.find((key): key is Key => t.has(key as Key));
  return known === undefined ? null : t(known);
}

function answerSeconds({ sentAt, answeredAt }: CommandView): string {
  if (sentAt === null || answeredAt === null) return "–";
  return Math.max(0, (Date.parse(answeredAt) - Date.parse(sentAt)) / 1000).toFixed(1);
}
