"use client";

import { ArrowDownLeft, ArrowUpRight, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { JsonText } from "@/components/ui/json-text";
import type { MessageView } from "@/lib/domain/message-view";

type Props = { readonly messages: readonly MessageView[]; readonly moreHref?: string };

/** Calls on the wire, each with its answer, newest first. */
export function MessageList({ messages, moreHref }: Props) {
  const t = useTranslations("message");
  if (messages.length === 0) return <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>;
  return (
    <>
      <ul className="divide-y">
        {messages.map((message) => (
          <MessageRow key={`${message.at}/${message.id}`} message={message} />
        ))}
      </ul>
      {moreHref === undefined ? null : (
        <div className="border-t px-4 py-2">
          <Link
            href={moreHref}
            className="inline-flex min-h-6 items-center text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("all")}
          </Link>
        </div>
      )}
    </>
  );
}

function MessageRow({ message }: { readonly message: MessageView }) {
  const t = useTranslations("message");
  const Arrow = message.direction === "In" ? ArrowDownLeft : ArrowUpRight;
  const isFine = message.result === "Ok";
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-9 flex-wrap items-center gap-x-3 px-4 py-1.5 text-sm hover:bg-sunken max-md:min-h-11">
          <ChevronRight
            aria-hidden
            className="size-3.5 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
          />
          <span className="w-18 text-xs text-ink-3">
            <Instant at={message.at} precise />
          </span>
          <span className="inline-flex items-center gap-1.5">
            <Arrow aria-hidden className="size-3.5 text-ink-3" />
            <span className="sr-only">{t(message.direction)}</span>
            <span className="font-mono text-xs">{message.action ?? "—"}</span>
          </span>
          <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{summary(message)}</span>
          <span className={classNames("text-xs tabular-nums", isFine ? "text-ink-3" : "font-medium text-fault-ink")}>
            {isFine ? null : message.result}
            {message.latencyMs === null ? null : ` ${t("latency", { ms: message.latencyMs })}`}
          </span>
        </summary>
        <div className="grid gap-3 px-4 pt-1.5 pb-3 lg:grid-cols-2">
          <Payload title={t("request")} text={message.request} />
          <Payload title={t("response")} text={message.response} />
        </div>
      </details>
    </li>
  );
}

function Payload({ title, text }: { readonly title: string; readonly text: string | null }) {
  const t = useTranslations("message");
  return (
    <div className="min-w-0">
      <p className="mb-1 text-xs font-medium text-ink-3">{title}</p>
      {text === null ? <p className="text-sm text-ink-3">{t("noAnswer")}</p> : <JsonText text={text} />}
    </div>
  );
}

const TOLD_FIELDS = [
  "status",
  "connectorStatus",
  "connectorId",
  "evseId",
  "idTag",
  "transactionId",
  "reason",
  "key",
  "type",
  "eventType",
  "triggerReason",
];

/** The few fields that say most of it, on one line. */
function summary({ request, response }: MessageView): string {
  return [told(request), told(response)].filter((part) => part !== "").join(" → ");
}

function told(text: string | null): string {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([key, field]) => TOLD_FIELDS.includes(key) && (typeof field === "string" || typeof field === "number"))
    .map(([key, field]) =>
      key === "connectorId" || key === "evseId" ? `${key === "evseId" ? "evse " : "c"}${field}` : String(field),
    )
    .join(" ");
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
