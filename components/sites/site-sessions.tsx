"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { useSession, useSessions } from "@/components/live/use-live";
import { SessionChip } from "@/components/sessions/session-chip";
import { SessionTime } from "@/components/sessions/session-columns";
import { Card, CardHeader } from "@/components/ui/card";
import type { SessionView } from "@/lib/domain/session-view";
import type { SiteDetail } from "@/lib/domain/site-view";
import type { StationListItem } from "@/lib/domain/station-view";

type Props = {
  readonly site: Pick<SiteDetail, "dayBeganAt">;
  readonly sessions: readonly SessionView[];
  /** Whose sessions are this site's. */
  readonly chargers: readonly Pick<StationListItem, "identity">[];
  readonly hasMore: boolean;
};

/** What began today by the site's clock, newest first; one that begins while somebody looks appears. */
export function SiteSessions({ site, sessions: snapshot, chargers, hasMore }: Props) {
  const t = useTranslations("sites");
  const identities = useMemo(() => new Set(chargers.map(({ identity }) => identity)), [chargers]);
  const began = Date.parse(site.dayBeganAt);
  const isShown = useCallback(
    (session: SessionView) => identities.has(session.identity) && Date.parse(session.startedAt) >= began,
    [identities, began],
  );
  const sessions = useSessions(snapshot, isShown);
  return (
    <Card aria-label={t("sessionsToday")}>
      <CardHeader title={t("sessionsToday")}>
        {hasMore ? <span className="text-sm text-ink-3">{t("newest", { shown: snapshot.length })}</span> : null}
      </CardHeader>
      {sessions.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-2">{t("noSessions")}</p>
      ) : (
        <ul className="divide-y">
          {sessions.map((session) => (
            <SessionRow key={session.id} snapshot={session} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function SessionRow({ snapshot }: { readonly snapshot: SessionView }) {
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <li className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-sunken">
      <Link
        prefetch={false}
        href={`/sessions/${session.id}`}
        className="min-w-0 flex-1 basis-32 truncate font-medium after:absolute after:inset-0"
      >
        {session.identity}
        {session.evse === 0 ? null : <span className="text-ink-3"> · {session.evse}</span>}
      </Link>
      <span className="flex items-center gap-4 tabular-nums">
        <span>{figures.kilowattHours(session.energyWh) ?? "—"} kWh</span>
        <span className="w-16 text-right text-ink-2">
          <SessionTime session={session} />
        </span>
        <SessionChip session={session} />
      </span>
    </li>
  );
}
