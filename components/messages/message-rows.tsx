"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { useDayText } from "@/components/time/exact-time";
import { classNames } from "@/components/ui/class-names";
import { type MessageView, messageKey } from "@/lib/domain/message-view";
import type { MessageActions } from "./message-actions";
import { MessageRow, ROW_COLUMNS } from "./message-row";

type Props = {
  readonly messages: readonly MessageView[];
  readonly isOfOne: boolean;
  readonly openKey: string | null;
  readonly onOpen: (key: string | null) => void;
  readonly actions: MessageActions | null;
};

/** Messages, newest first, with a line for each day. */
export function MessageRows({ messages, isOfOne, openKey, onOpen, actions }: Props) {
  const dayText = useDayText();
  const keys = distinctKeys(messages);
  return (
    <>
      <Header isOfOne={isOfOne} />
      <ul className="divide-y">
        {messages.map((message, index) => {
          const key = keys[index] ?? "";
          const day = dayText(message.at);
          const before = messages[index - 1];
          return (
            <Fragment key={key}>
              {before !== undefined && dayText(before.at) === day ? null : (
                <li className="bg-sunken px-4 py-1 text-xs font-medium text-ink-2">{day}</li>
              )}
              <MessageRow
                message={message}
                isOfOne={isOfOne}
                isOpen={key === openKey}
                onToggle={(isOpen) => {
                  if (isOpen) onOpen(key);
                  else if (key === openKey) onOpen(null);
                }}
                actions={actions}
              />
            </Fragment>
          );
        })}
      </ul>
    </>
  );
}

function Header({ isOfOne }: { readonly isOfOne: boolean }) {
  const t = useTranslations("messageLog.columns");
  return (
    <div
      aria-hidden
      data-one={isOfOne}
      className={classNames(
        "hidden h-8 items-center gap-x-3 border-b px-4 text-xs font-medium text-ink-3 md:grid",
        ROW_COLUMNS,
      )}
    >
      <span>{t("time")}</span>
      <span />
      {isOfOne ? null : <span>{t("charger")}</span>}
      <span>{t("message")}</span>
      <span>{t("says")}</span>
      <span className="text-right">{t("latency")}</span>
      <span>{t("result")}</span>
    </div>
  );
}

/** Two unreadable frames of one millisecond have the same name. */
function distinctKeys(messages: readonly MessageView[]): readonly string[] {
  const counts = new Map<string, number>();
  return messages.map((message) => {
    const key = messageKey(message);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? key : `${key}|${count}`;
  });
}
