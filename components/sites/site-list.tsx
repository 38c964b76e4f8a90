"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { useRefreshEvery } from "@/components/live/use-refresh-every";
import { StatusChip } from "@/components/stations/status-chip";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { SiteListItem } from "@/lib/domain/site-view";
import { SitePower } from "./site-power";

type Props = {
  readonly sites: readonly SiteListItem[];
  /** How many there are, whatever is searched for. */
  readonly total: number;
  readonly position: number;
  readonly renderedAt: string;
};

const STATES_REFRESH_MS = 4_000;
/** What sessions draw is told on pages of their own alone. */
const POWER_REFRESH_MS = 15_000;

/** The sites and how each is doing, read from the books again when something changed. */
export function SiteList({ sites, total, position, renderedAt }: Props) {
  const t = useTranslations("sites");
  useRefreshOn(["stations", "sessions"], STATES_REFRESH_MS);
  useRefreshEvery(POWER_REFRESH_MS);
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <Card aria-label={t("title")}>
        {total === 0 ? (
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        ) : sites.length === 0 ? (
          <EmptyState title={t("noMatch")} action={<ButtonLink href="/sites">{t("dropSearch")}</ButtonLink>} />
        ) : (
          <Rows sites={sites} />
        )}
      </Card>
    </>
  );
}

function Rows({ sites }: { readonly sites: readonly SiteListItem[] }) {
  const t = useTranslations("sites");
  return (
    <>
      <Table className="max-md:hidden">
        <thead>
          <tr>
            <HeaderCell>{t("name")}</HeaderCell>
            <HeaderCell>{t("state")}</HeaderCell>
            <HeaderCell className="text-right">{t("chargerCount")}</HeaderCell>
            <HeaderCell className="text-right">{t("available")}</HeaderCell>
            <HeaderCell className="text-right">{t("faults")}</HeaderCell>
            <HeaderCell className="text-right">{t("offline")}</HeaderCell>
            <HeaderCell className="text-right">{t("power")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {sites.map((site) => (
            <SiteRow key={site.id} site={site} />
          ))}
        </tbody>
      </Table>
      <ul className="divide-y md:hidden">
        {sites.map((site) => (
          <SiteLines key={site.id} site={site} />
        ))}
      </ul>
    </>
  );
}

function SiteRow({ site }: { readonly site: SiteListItem }) {
  const { counts, worst } = site.now;
  return (
    <tr className="relative hover:bg-sunken" data-site={site.name}>
      <Cell>
        <Link prefetch={false} href={`/sites/${site.id}`} className="font-medium after:absolute after:inset-0">
          {site.name}
        </Link>
        {site.address === null ? null : <span className="ml-2 text-ink-3">{site.address}</span>}
      </Cell>
      <Cell>{worst === null ? <span className="text-ink-3">—</span> : <StatusChip status={worst} />}</Cell>
      <Cell className={NUMBER}>{site.stationCount}</Cell>
      <Cell className={NUMBER}>{counts.Available}</Cell>
      <Cell className={NUMBER}>{counts.Fault}</Cell>
      <Cell className={NUMBER}>{counts.Offline}</Cell>
      <Cell className={NUMBER}>
        <SitePower now={site.now} />
      </Cell>
    </tr>
  );
}

/** The same on a telephone: two lines. */
function SiteLines({ site }: { readonly site: SiteListItem }) {
  const t = useTranslations("sites");
  const { counts, worst } = site.now;
  return (
    <li className="relative flex flex-col gap-1.5 px-4 py-3" data-site={site.name}>
      <div className="flex items-center justify-between gap-3">
        <Link
          prefetch={false}
          href={`/sites/${site.id}`}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {site.name}
        </Link>
        {worst === null ? null : <StatusChip status={worst} />}
      </div>
      <div className="flex items-center justify-between gap-3 text-sm text-ink-3">
        <span className="min-w-0">
          {t("inShort", { count: site.stationCount, available: counts.Available, faults: counts.Fault })}
        </span>
        <SitePower now={site.now} />
      </div>
    </li>
  );
}
