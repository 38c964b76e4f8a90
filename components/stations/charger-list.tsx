"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { LiveTopic, LiveTopics } from "@/components/live/live-topics";
import { useRefreshOn, useStation } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { Cell, HeaderCell, Table } from "@/components/ui/table";
import type { StationListItem } from "@/lib/domain/station-view";
import { ConnectorStrip } from "./connector-strip";
import { shownStatus } from "./shown-status";
import { StatusChip } from "./status-chip";
import { UnstableChip } from "./unstable-chip";

type Props = {
  readonly stations: readonly StationListItem[];
  readonly total: number;
  /** No charger at all, whatever the filter. */
  readonly isFleetEmpty: boolean;
  readonly position: number;
  readonly renderedAt: string;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** Counts and rows that come or go are read again this often; the rows themselves are live. */
const COUNTS_REFRESH_MS = 15_000;
/** Whether a charger is updating is not told live: it is read again when a campaign has moved. */
const UPDATES_REFRESH_MS = 2_000;

export function ChargerList({ stations, total, isFleetEmpty, position, renderedAt, nextCursor, isFirstPage }: Props) {
  const t = useTranslations("chargers");
  useRefreshOn(["stations"], COUNTS_REFRESH_MS);
  useRefreshOn(["rollouts"], UPDATES_REFRESH_MS);
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <LiveTopics
        topics={stations.map(({ identity }) => `station:${identity}` as const)}
        position={position}
        renderedAt={renderedAt}
      />
      <Card aria-label={t("title")}>
        {stations.length === 0 ? <NoChargers isFleetEmpty={isFleetEmpty} /> : <Rows stations={stations} />}
      </Card>
      <NextPage shown={stations.length} total={total} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </>
  );
}

function NoChargers({ isFleetEmpty }: { readonly isFleetEmpty: boolean }) {
  const t = useTranslations("chargers");
  if (isFleetEmpty) {
    return (
      <EmptyState
        title={t("none")}
        action={
          <ButtonLink href="/chargers/new" variant="primary">
            {t("add")}
          </ButtonLink>
        }
      >
        {t("noneHint")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("noMatch")} action={<ButtonLink href="/chargers">{t("dropFilters")}</ButtonLink>}>
      {t("noMatchHint")}
    </EmptyState>
  );
}

function Rows({ stations }: { readonly stations: readonly StationListItem[] }) {
  const t = useTranslations("chargers");
  return (
    <>
      <Table className="max-md:hidden">
        <thead>
          <tr>
            <HeaderCell>{t("identity")}</HeaderCell>
            <HeaderCell>{t("state")}</HeaderCell>
            <HeaderCell>{t("connectors")}</HeaderCell>
            <HeaderCell className="max-lg:hidden">{t("model")}</HeaderCell>
            <HeaderCell className="max-lg:hidden">{t("site")}</HeaderCell>
            <HeaderCell>{t("lastSeen")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {stations.map((station) => (
            <ChargerRow key={station.identity} snapshot={station} />
          ))}
        </tbody>
      </Table>
      <ul className="divide-y md:hidden">
        {stations.map((station) => (
          <ChargerLines key={station.identity} snapshot={station} />
        ))}
      </ul>
    </>
  );
}

type RowProps = { readonly snapshot: StationListItem };

const hrefOf = ({ identity }: StationListItem): string => `/chargers/${encodeURIComponent(identity)}`;

const ChargerRow = memo(function ChargerRow({ snapshot }: RowProps) {
  const station = useStation(snapshot);
  return (
    <tr className="relative hover:bg-sunken">
      <Cell>
        <Link prefetch={false} href={hrefOf(station)} className="font-medium after:absolute after:inset-0">
          {station.identity}
        </Link>
        {station.name === null ? null : <span className="ml-2 text-ink-3">{station.name}</span>}
      </Cell>
      <Cell>
        <span className="flex flex-wrap gap-1">
          <StatusChip status={shownStatus(station)} />
          {station.isUnstable ? <UnstableChip /> : null}
        </span>
      </Cell>
      <Cell>
        <ConnectorStrip station={station} />
      </Cell>
      <Cell className="text-ink-2 max-lg:hidden">
        {[station.vendor, station.model].filter((part) => part !== null).join(" ") || "—"}
      </Cell>
      <Cell className="text-ink-2 max-lg:hidden">{station.siteName ?? "—"}</Cell>
      <Cell className="text-ink-2">{station.lastSeenAt === null ? "—" : <Age at={station.lastSeenAt} />}</Cell>
    </tr>
  );
});

/** The same on a telephone: two lines. */
const ChargerLines = memo(function ChargerLines({ snapshot }: RowProps) {
  const station = useStation(snapshot);
  return (
    <li className="relative flex flex-col gap-1.5 px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <Link
          prefetch={false}
          href={hrefOf(station)}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {station.identity}
        </Link>
        <span className="flex shrink-0 gap-1">
          {station.isUnstable ? <UnstableChip /> : null}
          <StatusChip status={shownStatus(station)} />
        </span>
      </div>
      <div className="flex items-center justify-between gap-3 text-sm text-ink-3">
        <span className="min-w-0 truncate">
          {station.name ?? ([station.vendor, station.model].filter((part) => part !== null).join(" ") || "—")}
        </span>
        <span className="inline-flex shrink-0 items-center gap-2">
          <ConnectorStrip station={station} />
          {station.lastSeenAt === null ? null : <Age at={station.lastSeenAt} />}
        </span>
      </div>
    </li>
  );
});
