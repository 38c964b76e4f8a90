"use client";

import { Link2, Link2Off } from "lucide-react";
import Link from "next/link";
import { useMessages, useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import type { CampaignEventView } from "@/lib/domain/firmware/campaign-view";
import { evidenceFacts } from "./evidence-facts";
import { useEvidenceName, useEvidenceValue } from "./evidence-list";

export type JournalCheck = {
  readonly entries: number;
  readonly isUnbroken: boolean;
  /** The first entry that does not follow from the one before it. */
  readonly brokenAt: number | null;
};

type Props = {
  readonly campaignId: string;
  readonly events: readonly CampaignEventView[];
  readonly check: JournalCheck;
  /** The events of one charger only. */
  readonly jobId: string | null;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** The journal: who or what did what, and why. Newest first. */
export function EventList({ campaignId, events, check, jobId, nextCursor, isFirstPage }: Props) {
  const t = useTranslations("campaign.events");
  return (
    <>
      <Card aria-label={t("title")}>
        <CardHeader title={t("title")}>
          <CheckLine check={check} />
        </CardHeader>
        {jobId === null ? null : (
          <p className="border-b px-4 py-2 text-sm">
            {t("ofOne", { identity: events[0]?.identity ?? "" })}{" "}
            <Link
              href={`/firmware/campaigns/${campaignId}/events`}
              className="text-accent underline underline-offset-2"
            >
              {t("showAll")}
            </Link>
          </p>
        )}
        {events.length === 0 ? (
          <EmptyState title={t("none")} />
        ) : (
          <ol className="divide-y">
            {events.map((event) => (
              <EventLine key={event.seq} campaignId={campaignId} event={event} />
            ))}
          </ol>
        )}
      </Card>
      <NextPage shown={events.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </>
  );
}

function CheckLine({ check }: { readonly check: JournalCheck }) {
  const t = useTranslations("campaign.events");
  const { entries } = check;
  const at = check.brokenAt ?? 0;
  return check.isUnbroken ? (
    <span className="inline-flex items-center gap-1.5 text-xs text-ink-2" data-journal="unbroken">
      <Link2 aria-hidden className="size-3.5 text-ready-ink" />
      {t("unbroken", { entries })}
    </span>
  ) : (
    <span
      className="inline-flex items-center gap-1.5 rounded-md bg-fault-soft px-2 py-0.5 text-xs font-medium text-fault-ink"
      data-journal="broken"
    >
      <Link2Off aria-hidden className="size-3.5" />
      {at > entries ? t("differs") : t("broken", { at })}
    </span>
  );
}

function EventLine({ campaignId, event }: { readonly campaignId: string; readonly event: CampaignEventView }) {
  const t = useTranslations("campaign.events");
  const words = useEventWords();
  const nameOf = useEvidenceName();
  const valueOf = useEvidenceValue();
  const facts = evidenceFacts(event.data);
  return (
    <li
      className="grid gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm md:grid-cols-[7rem_9rem_minmax(0,1fr)]"
      data-event={event.type}
    >
      <span className="text-ink-3">
        <Instant at={event.at} precise />
      </span>
      <span className="truncate text-ink-2" title={event.actor}>
        {event.actorKind === "system" ? t("kituo") : event.actor}
      </span>
      <div className="min-w-0">
        <p>
          {event.identity === null ? null : (
            <>
              <Link
                prefetch={false}
                href={`/firmware/campaigns/${campaignId}/events?job=${event.jobId ?? ""}`}
                className="font-medium hover:underline"
              >
                {event.identity}
              </Link>
              {": "}
            </>
          )}
          {words(event)}
        </p>
        {facts.length === 0 ? null : (
          <p className="text-xs break-words text-ink-3">
            {facts.map((fact) => `${nameOf(fact.name)}: ${valueOf(fact)}`).join(" · ")}
          </p>
        )}
      </div>
    </li>
  );
}

/** "Waiting → In progress, the charger accepted". A word that has no translation is shown as the books have it. */
function useEventWords(): (event: CampaignEventView) => string {
  const t = useTranslations("campaign.events");
  const words = useMessages().campaign;
  const types: Readonly<Record<string, string>> = words.events.type;
  const states: Readonly<Record<string, string>> = { ...words.wave.status, ...words.status, ...words.events.state };
  const causes: Readonly<Record<string, string>> = words.events.cause;
  const stateOf = (name: string): string => states[name] ?? name;
  return ({ type, from, to, cause }) => {
    const what =
      from !== null && to !== null
        ? t("change", { from: stateOf(from), to: stateOf(to) })
        : (types[type] ?? (to === null ? type : `${type}: ${stateOf(to)}`));
    const why = causes[cause] ?? cause;
    return why === "" || why === type ? what : t("because", { what, why });
  };
}
