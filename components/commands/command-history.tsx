"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { CommandView } from "@/lib/domain/command-view";
import { isSettled } from "@/lib/domain/station-command";
import { CommandAnswer } from "./command-answer";
import { CommandName } from "./command-name";
import { CommandWords } from "./command-words";

type Props = {
  readonly commands: readonly CommandView[];
  /** Where all of them are; null where these are all, else only the newest are shown. */
  readonly moreHref: string | null;
};

const RECENT = 10;

/** What was asked of this charger, newest first. */
export function CommandHistory({ commands, moreHref }: Props) {
  const t = useTranslations("command");
  const title = moreHref === null ? t("allCommands") : t("history");
  const shown = moreHref === null ? commands : commands.slice(0, RECENT);
  return (
    <Card aria-label={title}>
      <CardHeader title={title}>
        {moreHref === null ? null : (
          <Link
            href={moreHref}
            className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("allCommands")}
          </Link>
        )}
      </CardHeader>
      {commands.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-2">{t("noHistory")}</p>
      ) : (
        <ul className="divide-y">
          {shown.map((command) => (
            <li key={command.id} className="flex flex-wrap gap-x-3 gap-y-0.5 px-4 py-2.5 text-sm">
              <span className="w-18 text-xs leading-5 text-ink-3">
                <Instant at={command.createdAt} />
              </span>
              <span className="w-32 font-medium">
                <CommandName name={command.name} />
              </span>
              <span
                className={classNames(
                  "min-w-0 flex-1 basis-48",
                  isSettled(command.state) && command.state !== "Done" && "text-fault-ink",
                )}
              >
                <CommandWords command={command} isBrief />
                <CommandAnswer command={command} />
              </span>
              <span className="text-ink-3">{command.requestedBy}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
