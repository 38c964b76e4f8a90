"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import { useRefreshEvery } from "@/components/live/use-refresh-every";
import { Card } from "@/components/ui/card";
import type { SiteListItem } from "@/lib/domain/site-view";
import { ChosenSite } from "./chosen-site";
import { MapList } from "./map-list";
import { hasPlace, type MapTiles } from "./map-site";

/** Much code that one page alone needs. */
const GlMap = dynamic(() => import("./gl-map").then((found) => found.GlMap), { ssr: false });

type Props = {
  readonly sites: readonly SiteListItem[];
  readonly tiles: MapTiles | null;
  readonly chosenId: number | null;
  readonly position: number;
  readonly renderedAt: string;
};

const STATES_REFRESH_MS = 4_000;
/** The power of the site that was chosen. */
const POWER_REFRESH_MS = 15_000;

/** The sites on a map, and beside it as a list, which is the way of the keyboard and of those who do not see. */
export function SiteMap({ sites, tiles, chosenId: firstId, position, renderedAt }: Props) {
  const t = useTranslations("map");
  useRefreshOn(["stations", "sessions"], STATES_REFRESH_MS);
  useRefreshEvery(POWER_REFRESH_MS);
  const [chosenId, setChosenId] = useState(firstId);
  const placed = useMemo(() => sites.filter(hasPlace), [sites]);
  const chosen = placed.find(({ id }) => id === chosenId) ?? null;
  const placeless = sites.length - placed.length;
  return (
    <>
      <LiveTopic topic="fleet" position={position} renderedAt={renderedAt} />
      <div className="grid gap-4 lg:h-[max(26rem,calc(100dvh-18rem))] lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Card aria-label={t("list")} className="flex min-h-0 flex-col overflow-hidden max-lg:order-2 max-lg:max-h-96">
          <MapList sites={placed} chosen={chosen} onChoose={setChosenId} />
          {placeless === 0 ? null : (
            <p className="border-t px-4 py-2.5 text-sm text-ink-2">
              {t.rich("placeless", {
                count: placeless,
                link: (words) => (
                  <Link prefetch={false} href="/sites" className="underline underline-offset-2">
                    {words}
                  </Link>
                ),
              })}
            </p>
          )}
        </Card>
        <div className="flex min-h-0 min-w-0 flex-col gap-4">
          <section
            aria-label={t("title")}
            className="relative min-h-80 flex-1 overflow-hidden rounded-lg border bg-sunken"
          >
            <GlMap sites={placed} tiles={tiles} chosen={chosen} onChoose={setChosenId} />
          </section>
          {tiles?.credit == null ? null : <p className="-mt-3 text-xs text-ink-3">{tiles.credit}</p>}
          {chosen === null ? null : <ChosenSite site={chosen} />}
        </div>
      </div>
    </>
  );
}
