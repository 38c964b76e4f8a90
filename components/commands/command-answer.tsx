"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { JsonText } from "@/components/ui/json-text";
import type { CommandView } from "@/lib/domain/command-view";
import { isJsonObject } from "@/lib/domain/json";
import { hasAnswerToRead } from "./command-steps";

/** What the charger answered, where that is what was asked for. */
export function CommandAnswer({
  command,
  isOpen = false,
}: {
  readonly command: CommandView;
  readonly isOpen?: boolean;
}) {
  const t = useTranslations("answer");
  if (!hasAnswerToRead(command)) return null;
  return (
    <div className="mt-1.5 text-ink">
      {command.name === "DataTransfer" ? <VendorData command={command} /> : null}
      <details className="group" open={isOpen}>
        <summary className="inline-flex min-h-6 cursor-pointer items-center gap-1 text-sm text-ink-2 hover:text-ink">
          <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
          {t("title")}
        </summary>
        <div className="mt-1 rounded-md border">
          <JsonText text={JSON.stringify(command.answer)} />
        </div>
      </details>
    </div>
  );
}

function VendorData({ command }: { readonly command: CommandView }) {
  const t = useTranslations("answer");
  const data = isJsonObject(command.answer) ? command.answer["data"] : undefined;
  if (data === undefined || data === null) return <p className="text-sm text-ink-2">{t("noData")}</p>;
  return (
    <p className="text-sm">
      <span className="text-ink-3">{t("data")}: </span>
      <span className="font-mono text-xs break-all">{typeof data === "string" ? data : JSON.stringify(data)}</span>
    </p>
  );
}
