"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import type { Column } from "@/components/lists/column";
import { Age } from "@/components/time/time";
import { CHARGER_COLUMNS, type ChargerColumn } from "@/lib/domain/list-columns";
import type { StationListItem } from "@/lib/domain/station-view";
import { ConnectorStrip } from "./connector-strip";
import { shownStatus } from "./shown-status";
import { StatusChip } from "./status-chip";
import { UnstableChip } from "./unstable-chip";

const hrefOf = ({ identity }: StationListItem): string => `/chargers/${encodeURIComponent(identity)}`;

type Shape = Pick<Column<StationListItem>, "width" | "sort" | "cell">;

const SHAPES: Readonly<Record<ChargerColumn, Shape>> = {
  identity: { width: "minmax(0, 2.2fr)", sort: "identity", cell: (station) => <Identity station={station} /> },
  status: {
    width: "minmax(8.5rem, 1.3fr)",
    sort: "status",
    cell: (station) => (
      <span className="inline-flex gap-1">
        <StatusChip status={shownStatus(station)} />
        {station.isUnstable ? <UnstableChip /> : null}
      </span>
    ),
  },
  connectors: { width: "minmax(4rem, 0.8fr)", sort: null, cell: (station) => <ConnectorStrip station={station} /> },
  model: { width: "minmax(0, 1.3fr)", sort: "model", cell: (station) => <Quiet>{modelOf(station)}</Quiet> },
  fw: { width: "minmax(0, 0.9fr)", sort: "fw", cell: ({ firmwareVersion }) => <Quiet>{firmwareVersion}</Quiet> },
  proto: {
    width: "minmax(0, 0.6fr)",
    sort: "proto",
    cell: ({ ocppVersion }) => <Quiet>{ocppVersion?.replace(/^ocpp/, "") ?? null}</Quiet>,
  },
  site: { width: "minmax(0, 1.3fr)", sort: "site", cell: ({ siteName }) => <Quiet>{siteName}</Quiet> },
  tags: { width: "minmax(0, 1.2fr)", sort: null, cell: ({ tags }) => <Quiet>{tags.join(", ") || null}</Quiet> },
  lastSeen: {
    width: "minmax(6.5rem, 0.9fr)",
    sort: "lastSeen",
    cell: ({ lastSeenAt }) => <Quiet>{lastSeenAt === null ? null : <Age at={lastSeenAt} />}</Quiet>,
  },
};

/** All that the list of chargers can show. */
export function useChargerColumns(): readonly Column<StationListItem>[] {
  const t = useTranslations("lists.column");
  return useMemo(() => CHARGER_COLUMNS.map((name) => ({ name, label: t(name), ...SHAPES[name] })), [t]);
}

const modelOf = ({ vendor, model }: StationListItem): string | null =>
  [vendor, model].filter((part) => part !== null).join(" ") || null;

/** What is not told is a dash, never nothing. */
function Quiet({ children }: { readonly children: ReactNode }) {
  const title = typeof children === "string" ? children : undefined;
  return (
    <span className="text-ink-2" title={title}>
      {children ?? "—"}
    </span>
  );
}

function Identity({ station }: { readonly station: StationListItem }) {
  return (
    <>
      <Link prefetch={false} href={hrefOf(station)} className="font-medium after:absolute after:inset-0">
        {station.identity}
      </Link>
      {station.name === null ? null : <span className="ml-2 text-ink-3">{station.name}</span>}
    </>
  );
}

/** The same on a telephone: two lines. */
export function ChargerCard({ station }: { readonly station: StationListItem }) {
  return (
    <div className="flex flex-col gap-1.5">
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
        <span className="min-w-0 truncate">{station.name ?? modelOf(station) ?? "—"}</span>
        <span className="inline-flex shrink-0 items-center gap-2">
          <ConnectorStrip station={station} />
          {station.lastSeenAt === null ? null : <Age at={station.lastSeenAt} />}
        </span>
      </div>
    </div>
  );
}
