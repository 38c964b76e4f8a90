"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { StatusGlyph } from "@/components/stations/status-glyph";
import { classNames } from "@/components/ui/class-names";
import type { MapSite } from "./map-site";

type Props = {
  readonly sites: readonly MapSite[];
  readonly chosen: MapSite | null;
  readonly onChoose: (id: number) => void;
};

/** One stop of the Tab key; arrows walk it and take the map along. */
export function MapList({ sites, chosen, onChoose }: Props) {
  const t = useTranslations("map");
  const list = useRef<HTMLUListElement>(null);
  if (sites.length === 0) return <p className="px-4 py-8 text-center text-ink-2">{t("none")}</p>;
  const at = Math.max(
    0,
    sites.findIndex(({ id }) => id === chosen?.id),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = sites[placeAfter(event.key, at, sites.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`[data-map-site="${next.id}"]`)?.focus();
  };
  return (
    <ul ref={list} onKeyDown={onKeyDown} className="min-h-0 flex-1 divide-y overflow-y-auto">
      {sites.map((site, index) => (
        <li key={site.id}>
          <SiteButton
            site={site}
            isStop={index === at}
            isChosen={site.id === chosen?.id}
            onChoose={() => onChoose(site.id)}
          />
        </li>
      ))}
    </ul>
  );
}

function placeAfter(key: string, at: number, count: number): number | null {
  if (key === "ArrowDown") return Math.min(count - 1, at + 1);
  if (key === "ArrowUp") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

type ButtonProps = {
  readonly site: MapSite;
  /** Where the Tab key comes to. */
  readonly isStop: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function SiteButton({ site, isStop, isChosen, onChoose }: ButtonProps) {
  const t = useTranslations("map");
  const words = useTranslations("status");
  const { worst } = site.now;
  return (
    <button
      type="button"
      data-map-site={site.id}
      tabIndex={isStop ? 0 : -1}
      aria-current={isChosen ? "true" : undefined}
      onClick={onChoose}
      className={classNames(
        "flex w-full items-center gap-3 px-4 py-2.5 text-left -outline-offset-2 hover:bg-sunken max-md:min-h-11",
        isChosen && "bg-sunken",
      )}
    >
      <span className="flex size-4 shrink-0 items-center justify-center">
        {worst === null ? null : <StatusGlyph status={worst} />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{site.name}</span>
        <span className="block truncate text-sm text-ink-2">{worst === null ? t("noChargers") : words(worst)}</span>
      </span>
      <span className="text-sm text-ink-2 tabular-nums">{site.stationCount}</span>
    </button>
  );
}
