"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { LiveTopic, LiveTopics } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { useRefreshEvery } from "@/components/live/use-refresh-every";
import { Card } from "@/components/ui/card";
import type { SessionView } from "@/lib/domain/session-view";
import type { SiteDetail } from "@/lib/domain/site-view";
import type { StationListItem } from "@/lib/domain/station-view";
import { SiteChargers } from "./site-chargers";
import { SiteFacts } from "./site-facts";
import { SitePower } from "./site-power";
import { SiteSessions } from "./site-sessions";
import { SiteWindows } from "./site-windows";

type Props = {
  readonly site: SiteDetail;
  readonly chargers: readonly StationListItem[];
  readonly chargerTotal: number;
  readonly sessions: readonly SessionView[];
  readonly hasMoreSessions: boolean;
  readonly position: number;
  readonly renderedAt: string;
};

const STATES_REFRESH_MS = 3_000;
const POWER_REFRESH_MS = 10_000;
/** One browser may follow 64 topics; running sessions come first, since their figures move. */
const SESSIONS_FOLLOWED = 20;

export function SitePageView(props: Props) {
  const { site, chargers, sessions, position, renderedAt } = props;
  useRefreshOn(["stations", "sessions", "rollouts"], STATES_REFRESH_MS);
  useRefreshEvery(POWER_REFRESH_MS);
  const running = sessions.filter(({ phase }) => phase === "Active").slice(0, SESSIONS_FOLLOWED);
  const topics = [
    ...running.map(({ id }) => `session:${id}` as const),
    ...chargers.map(({ identity }) => `station:${identity}` as const),
  ];
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />
      <LiveTopics topics={topics} position={position} renderedAt={renderedAt} />
      <Figures site={site} />
      <div className="mt-5 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <SiteChargers chargers={chargers} total={props.chargerTotal} />
          <SiteSessions site={site} sessions={sessions} chargers={chargers} hasMore={props.hasMoreSessions} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <SiteFacts site={site} />
          <SiteWindows site={site} />
        </div>
      </div>
    </>
  );
}

function Figures({ site }: { readonly site: SiteDetail }) {
  const t = useTranslations("sites");
  const figures = useFigures();
  const { counts } = site.now;
  const { capacityKw } = site;
  return (
    <Card aria-label={t("now")}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg bg-line sm:grid-cols-3 xl:grid-cols-6">
        <Figure name={t("chargerCount")}>{site.stationCount}</Figure>
        <Figure name={t("available")}>{counts.Available}</Figure>
        <Figure name={t("faults")}>{counts.Fault}</Figure>
        <Figure name={t("offline")}>{counts.Offline}</Figure>
        <Figure name={t("power")}>
          <SitePower now={site.now} />
          {capacityKw === null ? null : (
            <span className="block text-xs font-normal text-ink-3">
              {t("ofCapacity", { capacity: figures.whole(capacityKw) })}
            </span>
          )}
        </Figure>
        <Figure name={t("today")}>
          {figures.kilowattHours(site.today.energyWh)} <span className="text-[0.8em] text-ink-3">kWh</span>
          <span className="block text-xs font-normal text-ink-3">
            {t("sessionCount", { count: site.today.sessions })}
          </span>
        </Figure>
      </dl>
    </Card>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-sm text-ink-3">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
