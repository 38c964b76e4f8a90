"use client";

import { ChevronLeft, ChevronRight, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { ExactTime } from "@/components/time/exact-time";
import { Button } from "@/components/ui/button";
import type { MessageView } from "@/lib/domain/message-view";
import type { MessageActions } from "./message-actions";

type Props = {
  /** Where one stands: the opened message, or one that was walked to. */
  readonly message: MessageView;
  readonly identity: string;
  readonly transactionRef: string;
  readonly isAway: boolean;
  /** Null = back to the opened message. */
  readonly onWalk: (message: MessageView | null) => void;
  readonly readNeighbour: MessageActions["readNeighbour"];
};

/** From one message of a transaction to the one before or after, in place. */
export function TransactionWalk({ message, identity, transactionRef, isAway, onWalk, readNeighbour }: Props) {
  const t = useTranslations("messageLog.detail");
  const [isPending, startTransition] = useTransition();
  const [notice, setNotice] = useState<string | null>(null);
  const walk = (side: "before" | "after"): void =>
    startTransition(async () => {
      const found = await readNeighbour({ identity, at: message.at, transactionRef, side });
      if (found.ok && found.value !== null) onWalk(found.value);
      setNotice(found.ok ? (found.value === null ? t("noMore") : null) : t("failed"));
    });
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <Link
        href={allOf(identity, transactionRef)}
        className="inline-flex min-h-6 items-center text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {t("transaction", { ref: shortened(transactionRef) })}
      </Link>
      <Button size="small" variant="quiet" disabled={isPending} onClick={() => walk("before")}>
        <ChevronLeft aria-hidden className="size-3.5" />
        {t("previous")}
      </Button>
      <Button size="small" variant="quiet" disabled={isPending} onClick={() => walk("after")}>
        {t("next")}
        <ChevronRight aria-hidden className="size-3.5" />
      </Button>
      {isAway ? (
        <>
          <span className="font-medium text-ink" data-walked={message.messageId ?? ""}>
            {message.action} · <ExactTime at={message.at} />
          </span>
          <Button size="small" variant="quiet" onClick={() => onWalk(null)}>
            <Undo2 aria-hidden className="size-3.5" />
            {t("back")}
          </Button>
        </>
      ) : null}
      <span role="status">{notice}</span>
    </span>
  );
}

/** In 1.6 a transaction's number is the session's; in 2.x it is a text that payloads can be searched for. */
function allOf(identity: string, ref: string): string {
  const query = /^\d{1,10}$/.test(ref) ? { session: ref } : { charger: identity, text: ref, last: "7d" };
  return `/messages?${new URLSearchParams(query).toString()}`;
}

const shortened = (ref: string): string => (ref.length > 12 ? `${ref.slice(0, 8)}…` : ref);
