"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useStation } from "@/components/live/use-live";
import { ConnectorStrip } from "@/components/stations/connector-strip";
import { shownStatus } from "@/components/stations/shown-status";
import { StatusChip } from "@/components/stations/status-chip";
import { Card, CardHeader } from "@/components/ui/card";
import type { StationListItem } from "@/lib/domain/station-view";

type Props = { readonly chargers: readonly StationListItem[]; readonly total: number };

export function SiteChargers({ chargers, total }: Props) {
  const t = useTranslations("sites");
  return (
    <Card aria-label={t("chargersHere")}>
      <CardHeader title={t("chargersHere")}>
        {chargers.length < total ? (
          <span className="text-sm text-ink-3">{t("firstOf", { shown: chargers.length, total })}</span>
        ) : null}
      </CardHeader>
      {chargers.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-2">{t("noChargers")}</p>
      ) : (
        <ul className="divide-y">
          {chargers.map((charger) => (
            <ChargerRow key={charger.identity} snapshot={charger} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ChargerRow({ snapshot }: { readonly snapshot: StationListItem }) {
  const station = useStation(snapshot);
  return (
    <li className="relative flex items-center justify-between gap-3 px-4 py-2.5 hover:bg-sunken">
      <div className="min-w-0">
        <Link
          prefetch={false}
          href={`/chargers/${encodeURIComponent(station.identity)}`}
          className="font-medium after:absolute after:inset-0"
        >
          {station.identity}
        </Link>
        <p className="truncate text-sm text-ink-3">
          {station.name ?? ([station.vendor, station.model].filter((part) => part !== null).join(" ") || "—")}
        </p>
      </div>
      <span className="flex shrink-0 items-center gap-3">
        <ConnectorStrip station={station} />
        <StatusChip status={shownStatus(station)} />
      </span>
    </li>
  );
}
