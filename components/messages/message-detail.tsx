"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy-button";
import type { MessageView } from "@/lib/domain/message-view";
import type { MessageActions } from "./message-actions";
import { MessagePayloads } from "./message-payloads";
import { TransactionWalk } from "./transaction-walk";

type Props = { readonly message: MessageView; readonly actions: MessageActions | null };

/** An opened message: what was asked and answered, side by side, and the way to others of its transaction. */
export function MessageDetail({ message, actions }: Props) {
  const [walked, setWalked] = useState<MessageView | null>(null);
  const [isPretty, setIsPretty] = useState(true);
  const shown = walked ?? message;
  return (
    <div className="grid gap-3 px-4 pt-1 pb-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
        <Facts message={shown} />
        {actions === null || message.transactionRef === null || message.identity === null ? null : (
          <TransactionWalk
            message={shown}
            identity={message.identity}
            transactionRef={message.transactionRef}
            isAway={walked !== null}
            onWalk={setWalked}
            readNeighbour={actions.readNeighbour}
          />
        )}
        <span className="ml-auto">
          <PrettySwitch isPretty={isPretty} onChange={setIsPretty} />
        </span>
      </div>
      <MessagePayloads key={`${shown.at}/${shown.id}`} message={shown} isPretty={isPretty} actions={actions} />
    </div>
  );
}

function Facts({ message: { identity, messageId, latencyMs, direction } }: { readonly message: MessageView }) {
  const t = useTranslations("messageLog.detail");
  return (
    <>
      {identity === null ? null : (
        <Link
          href={`/chargers/${encodeURIComponent(identity)}`}
          className="inline-flex min-h-6 items-center text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {identity}
        </Link>
      )}
      {messageId === null ? null : (
        <span className="inline-flex min-w-0 items-center gap-1">
          <span className="sr-only">{t("id")}</span>
          <code className="truncate font-mono">{messageId}</code>
          <CopyButton text={messageId} label={t("copyId")} />
        </span>
      )}
      {latencyMs === null ? null : (
        <span className="tabular-nums">{t(direction === "In" ? "latency" : "latencyOut", { ms: latencyMs })}</span>
      )}
    </>
  );
}

function PrettySwitch({
  isPretty,
  onChange,
}: {
  readonly isPretty: boolean;
  readonly onChange: (isPretty: boolean) => void;
}) {
  const t = useTranslations("messageLog.detail");
  const choice = (pretty: boolean) => (
    <Button
      size="small"
      variant="quiet"
      aria-pressed={isPretty === pretty}
      className={classNames(isPretty === pretty && "bg-sunken text-ink")}
      onClick={() => onChange(pretty)}
    >
      {t(pretty ? "pretty" : "asSent")}
    </Button>
  );
  return (
    <span role="group" aria-label={t("view")} className="inline-flex gap-1">
      {choice(true)}
      {choice(false)}
    </span>
  );
}
