"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCommands, useRefreshOn, useStation } from "@/components/live/use-live";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChip } from "@/components/ui/filter-chip";
import { NextPage } from "@/components/ui/next-page";
import { EVENT_KINDS, type EventKind, type StationEventView } from "@/lib/domain/station-event";
import { ChargerFrame, type ChargerSnapshot } from "../charger-frame";
import { useConnectorName } from "../connector-name";
import { EventList } from "./event-list";

type Props = ChargerSnapshot & {
  readonly events: readonly StationEventView[];
  /** Null = of every kind. */
  readonly kind: EventKind | null;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

const REFRESH_MS = 4_000;

/** Everything that happened to and with one charger. */
export function EventsView({ events, kind, nextCursor, isFirstPage, ...snapshot }: Props) {
  const t = useTranslations("stationEvents");
  const station = useStation(snapshot.station);
  const commands = useCommands(station.identity, snapshot.commands);
  const nameOf = useConnectorName(station.connectors.filter(({ evse }) => evse !== 0));
  const path = usePathname();
  useRefreshOn([`station:${station.identity}`, "commands", "sessions", "rollouts"], REFRESH_MS);
  return (
    <ChargerFrame {...snapshot} station={station} commands={commands}>
      <nav aria-label={t("filter")} className="-mx-4 mb-3 overflow-x-auto px-4">
        <div className="flex min-w-max gap-1.5">
          <FilterChip href={path} isOn={kind === null}>
            {t("everything")}
          </FilterChip>
          {EVENT_KINDS.map((one) => (
            <FilterChip key={one} href={`${path}?kind=${one}`} isOn={one === kind}>
              {t(`kind.${one}`)}
            </FilterChip>
          ))}
        </div>
      </nav>
      <Card aria-label={t("title")}>
        <CardHeader title={t("title")} />
        {events.length === 0 ? (
          <EmptyState
            title={kind === null ? t("none") : t("noneOfKind")}
            action={kind === null ? undefined : <ButtonLink href={path}>{t("showAll")}</ButtonLink>}
          >
            {t("noneHint")}
          </EmptyState>
        ) : (
          <EventList events={events} nameOf={nameOf} />
        )}
      </Card>
      <NextPage shown={events.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </ChargerFrame>
  );
}
