"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { CommandView } from "@/lib/domain/command-view";

/** The state in words: who said what, and for outcomes other than success what to try. */
export function CommandWords({ command }: { readonly command: CommandView }) {
  const t = useTranslations("command");
  const { state, name } = command;
  const said = t(`state.${state}`, {
    answer: command.answerStatus ?? t("noStatus"),
    code: command.errorCode ?? command.answerStatus ?? t("noStatus"),
    seconds: answerSeconds(command),
  });
  const advice = firstOf(
    [`advice.${state}.${name}`, `advice.${state}.any`].map((key) => (hasText(t, key) ? t(key) : null)),
  );
  const awaited = state === "Accepted" || state === "WaitingForEffect" ? `awaited.${name}` : null;
  return (
    <>
      <span className="font-medium">{said}</span>
      {awaited !== null && hasText(t, awaited) ? <span> {t(awaited)}</span> : null}
      {command.errorDescription ? <span className="text-ink-2"> “{command.errorDescription}”</span> : null}
      {advice === null ? null : <span className="block text-ink-2">{advice}</span>}
      {state === "Done" && command.sessionId !== null ? (
        <Link href={`/sessions/${command.sessionId}`} className="ml-1 text-accent underline-offset-2 hover:underline">
          {t("session", { id: command.sessionId })}
        </Link>
      ) : null}
    </>
  );
}

type Translate = ReturnType<typeof useTranslations<"command">>;
type Key = Parameters<Translate["has"]>[0];

/** Names of commands come from the database; not each state has words for each of them. */
function hasText(t: Translate, key: string): key is Key {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `has` answers for any text; its type only helps to spell
  return t.has(key as Key);
}

function answerSeconds({ sentAt, answeredAt }: CommandView): string {
  if (sentAt === null || answeredAt === null) return "–";
  return Math.max(0, (Date.parse(answeredAt) - Date.parse(sentAt)) / 1000).toFixed(1);
}

const firstOf = <T,>(candidates: readonly (T | null)[]): T | null => candidates.find((candidate) => candidate !== null) ?? null;
