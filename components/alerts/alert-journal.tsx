"use client";

import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import type { AlertEventView } from "@/lib/domain/alerts/alert-view";

const NAMED_MAX = 5;

/** What became of the alert, newest first. */
export function AlertJournal({ events }: { readonly events: readonly AlertEventView[] }) {
  const t = useTranslations("alerts.journal");
  return (
    <Card aria-label={t("title")} className="self-start">
      <CardHeader title={t("title")} />
      <ol className="divide-y">
        {events.map((event) => (
          <Entry key={event.id} event={event} />
        ))}
      </ol>
    </Card>
  );
}

function Entry({ event }: { readonly event: AlertEventView }) {
  const t = useTranslations("alerts.journal");
  const reasons = useTranslations("alerts.reason");
  const { type, at, actor, names, count, until, reason, note } = event;
  const more = (count ?? 0) - Math.min(names.length, NAMED_MAX);
  const shown = names.slice(0, NAMED_MAX).join(", ");
  return (
    <li className="px-4 py-2.5 text-sm" data-event={type}>
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>
          <span className="font-medium">{t(`event.${type}`)}</span>
          {until === null ? null : (
            <>
              {" "}
              <Instant at={until} />
            </>
          )}
          {reason === null ? null : `: ${reasons(reason)}`}
        </span>
        <span className="text-ink-3">
          {actor} · <Instant at={at} />
        </span>
      </p>
      {shown === "" ? null : (
        <p className="wrap-anywhere text-ink-2">
          {shown}
          {more > 0 ? ` ${t("more", { more })}` : ""}
        </p>
      )}
      {note === null ? null : <p className="wrap-anywhere text-ink-2">{note}</p>}
    </li>
  );
}
