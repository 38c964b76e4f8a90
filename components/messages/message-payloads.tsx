"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { JsonText } from "@/components/ui/json-text";
import { type MessageView, resultKind } from "@/lib/domain/message-view";
import type { MessageActions } from "./message-actions";

type Props = { readonly message: MessageView; readonly isPretty: boolean; readonly actions: MessageActions | null };

/** Shown only when asked for: it would hold up the page. */
const SHOWN_CHARS_MAX = 64 * 1024;

type Whole =
  | { readonly state: "none" | "reading" | "gone" | "failed" }
  | { readonly state: "read"; readonly message: MessageView };

/** Request and response side by side. What is too long to come with its row is read when the row is opened. */
export function MessagePayloads({ message, isPretty, actions }: Props) {
  const t = useTranslations("messageLog.detail");
  const [whole, setWhole] = useState<Whole>({ state: "none" });
  const { identity, at, direction, messageId } = message;
  const longest = Math.max(
    missingChars(message.request, message.requestChars),
    missingChars(message.response, message.responseChars),
  );
  const read = (): void => {
    if (actions === null || identity === null) return setWhole({ state: "failed" });
    setWhole({ state: "reading" });
    void actions
      .readWhole({ identity, at, direction, messageId })
      .then((found) => {
        if (!found.ok) setWhole({ state: "failed" });
        else setWhole(found.value === null ? { state: "gone" } : { state: "read", message: found.value });
      })
      .catch(() => setWhole({ state: "failed" }));
  };
  useEffect(() => {
    if (longest > 0 && longest <= SHOWN_CHARS_MAX) read();
    // oxlint-disable-next-line react/exhaustive-deps -- once per opened message: it has a key of its own
  }, []);
  const shown = whole.state === "read" ? whole.message : message;
  const kind = resultKind(message.result);
  const isUnreadable = kind === "Unreadable";
  const answerTitle = isUnreadable ? "why" : kind === "Error" && message.result !== "Late" ? "error" : "response";
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Payload
        title={t(isUnreadable ? "raw" : "request")}
        copyLabel={t("copyRequest")}
        text={shown.request}
        chars={shown.requestChars}
        nothing={t("none")}
        {...{ isPretty: isPretty && !isUnreadable, whole, read }}
      />
      <Payload
        title={t(answerTitle)}
        copyLabel={t("copyResponse")}
        text={shown.response}
        chars={shown.responseChars}
        nothing={t("noAnswer")}
        {...{ isPretty, whole, read }}
      />
    </div>
  );
}

/** Characters that did not come with the row. */
const missingChars = (text: string | null, chars: number | null): number => (text === null ? (chars ?? 0) : 0);

type PayloadProps = {
  readonly title: string;
  readonly copyLabel: string;
  readonly text: string | null;
  readonly chars: number | null;
  readonly nothing: string;
  readonly isPretty: boolean;
  readonly whole: Whole;
  readonly read: () => void;
};

function Payload({ title, copyLabel, text, chars, nothing, isPretty, whole, read }: PayloadProps) {
  return (
    <section className="min-w-0" aria-label={title}>
      <div className="mb-1 flex h-7 items-center justify-between gap-2">
        <h3 className="text-xs font-medium text-ink-2">{title}</h3>
        {text === null ? null : <CopyButton text={text} label={copyLabel} />}
      </div>
      {text === null ? (
        <Missing chars={chars} nothing={nothing} whole={whole} read={read} />
      ) : (
        <JsonText text={text} isIndented={isPretty} />
      )}
    </section>
  );
}

function Missing({ chars, nothing, whole, read }: Pick<PayloadProps, "chars" | "nothing" | "whole" | "read">) {
  const t = useTranslations("messageLog.detail");
  if (chars === null) return <p className="rounded-md bg-sunken p-3 text-sm text-ink-2">{nothing}</p>;
  return (
    <p className="flex items-center gap-3 rounded-md bg-sunken p-3 text-sm text-ink-2">
      {whole.state === "gone" || whole.state === "failed" ? (
        t(whole.state)
      ) : whole.state === "reading" ? (
        t("loading")
      ) : (
        <>
          {t("long", { size: Math.ceil(chars / 1024) })}
          <Button size="small" onClick={read}>
            {t("showLong")}
          </Button>
        </>
      )}
    </p>
  );
}
