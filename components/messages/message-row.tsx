"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { ExactTime } from "@/components/time/exact-time";
import { classNames } from "@/components/ui/class-names";
import { type MessageView, resultKind } from "@/lib/domain/message-view";
import type { MessageActions } from "./message-actions";
import { MessageDetail } from "./message-detail";

/** Time, way, charger, action, what it says, latency, result; on a telephone two lines. */
export const ROW_COLUMNS =
  "md:grid-cols-[6rem_1rem_minmax(0,7rem)_minmax(0,11.5rem)_minmax(0,1fr)_5.5rem_7.5rem] md:data-[one=true]:grid-cols-[6rem_1rem_minmax(0,11.5rem)_minmax(0,1fr)_5.5rem_7.5rem]";

type Props = {
  readonly message: MessageView;
  /** All rows are of one charger, which need not be said. */
  readonly isOfOne: boolean;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly actions: MessageActions | null;
};

export function MessageRow({ message, isOfOne, isOpen, onToggle, actions }: Props) {
  const t = useTranslations("messageLog");
  const { result } = message;
  return (
    <li className={classNames(isOpen && "bg-sunken/50")} data-message={message.messageId ?? ""} data-result={result}>
      <details open={isOpen} onToggle={(event) => onToggle(event.currentTarget.open)}>
        <summary
          data-one={isOfOne}
          className={classNames(
            "grid min-h-8 grid-cols-[6.75rem_1rem_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1 text-sm hover:bg-sunken max-md:min-h-14 max-md:py-2",
            ROW_COLUMNS,
          )}
        >
          <span className="font-mono text-xs text-ink-2">
            <ExactTime at={message.at} />
          </span>
          <Way message={message} />
          {isOfOne ? null : (
            <span className="truncate text-xs max-md:order-1 max-md:col-span-2 max-md:col-start-1">
              {message.identity ?? <em className="text-ink-3">{t("removedCharger")}</em>}
            </span>
          )}
          <Action message={message} />
          <span
            className={classNames(
              "truncate text-ink-2 max-md:order-1 max-md:text-xs",
              isOfOne ? "max-md:col-span-4" : "max-md:col-span-2",
            )}
          >
            {message.summary}
          </span>
          <span className="text-right text-xs text-ink-3 tabular-nums max-md:hidden">
            {message.latencyMs === null ? "" : `${message.latencyMs} ms`}
          </span>
          <Result result={result} />
        </summary>
        {isOpen ? <MessageDetail message={message} actions={actions} /> : null}
      </details>
    </li>
  );
}

function Action({ message: { action, result } }: { readonly message: MessageView }) {
  const t = useTranslations("messageLog");
  if (action !== null) return <span className="truncate font-medium">{action}</span>;
  return <span className="truncate text-ink-3 italic">{t(result === "Unmatched" ? "unmatched" : "unreadable")}</span>;
}

function Way({ message: { direction } }: { readonly message: MessageView }) {
  const t = useTranslations("messageLog");
  const isIn = direction === "In";
  const Arrow = isIn ? ArrowLeft : ArrowRight;
  return (
    <span title={t(`direction.${direction}`)} className={isIn ? "text-ink-3" : "text-accent"}>
      <Arrow aria-hidden className="size-3.5" strokeWidth={2} />
      <span className="sr-only">{t(`direction.${direction}`)}</span>
    </span>
  );
}

/** Fine is quiet; what went wrong says how, in its own words where it has some. */
function Result({ result }: { readonly result: string }) {
  const t = useTranslations("messageLog");
  const kind = resultKind(result);
  if (kind === "Ok") return <span className="text-xs text-ink-3 max-md:text-right">{t("result.Ok")}</span>;
  const tone = kind === "NoAnswer" ? "bg-warn-soft text-warn-ink" : "bg-fault-soft text-fault-ink";
  const word = kind === "Error" ? result : t(`result.${kind}`);
  return (
    <span className="flex min-w-0 max-md:justify-end">
      <span
        title={word}
        className={classNames("max-w-full truncate rounded-sm px-1.5 text-xs font-medium max-md:max-w-36", tone)}
      >
        {word}
      </span>
    </span>
  );
}
