"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Flashing } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { StatusGlyph } from "@/components/stations/status-glyph";
import { FLEET_GROUPS, type FleetGroup, groupFilter } from "@/lib/domain/overview/fleet-groups";
import type { FleetState } from "@/lib/domain/overview/overview-view";

/** The whole fleet by state; each tile leads to just these chargers. */
export function FleetStrip({ fleet }: { readonly fleet: FleetState }) {
  const t = useTranslations("overview");
  const countOf = ({ words }: FleetGroup): number =>
    fleet.words.filter(({ word }) => words.some((own) => own === word)).reduce((sum, { count }) => sum + count, 0);
  const shown = FLEET_GROUPS.map((group) => ({ group, count: countOf(group) })).filter(
    ({ group, count }) => group.isAlwaysShown || count > 0,
  );
  return (
    <section aria-label={t("byStatus")}>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 md:grid-cols-[repeat(auto-fit,minmax(7.5rem,1fr))]">
        {shown.map(({ group, count }) => (
          <Tile key={group.name} group={group} count={count} chargers={fleet.chargers} />
        ))}
      </ul>
    </section>
  );
}

type TileProps = { readonly group: FleetGroup; readonly count: number; readonly chargers: number };

function Tile({ group, count, chargers }: TileProps) {
  const words = useTranslations("overview.group");
  const figures = useFigures();
  const format = useFormatter();
  return (
    <li>
      <Link
        prefetch={false}
        href={`/chargers?${new URLSearchParams({ filter: groupFilter(group) })}`}
        data-group={group.name}
        className="flex h-full flex-col justify-between gap-0.5 rounded-lg border bg-surface px-3 py-2 hover:bg-sunken"
      >
        <span className="flex items-center gap-1.5 text-sm leading-tight text-ink-2">
          <StatusGlyph status={group.name === "InUse" ? "Occupied" : group.words[0]} />
          <span className="min-w-0">{words(group.name)}</span>
        </span>
        <span className="flex items-baseline justify-between gap-2 tabular-nums">
          <span className="text-xl font-semibold">
            <Flashing text={figures.whole(count)} />
          </span>
          <span className="text-xs text-ink-3">
            {format.number(chargers === 0 ? 0 : count / chargers, { style: "percent", maximumFractionDigits: 0 })}
          </span>
        </span>
      </Link>
    </li>
  );
}
