"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ShownStatus } from "@/components/stations/shown-status";
import { StatusGlyph } from "@/components/stations/status-glyph";
import { Since } from "@/components/time/time";
import type { Need, Needs } from "@/lib/domain/overview/need";
import { type Panel, PanelCard } from "./panel";
import { useNeedWords } from "./use-need-words";

const GLYPHS: Readonly<Record<Need["kind"], ShownStatus>> = {
  Offline: "Offline",
  Fault: "Fault",
  Flapping: "GatewayLost",
  Review: "Finishing",
  NeverCharged: "PausedByCharger",
  NeverEnds: "Occupied",
  Unheard: "Charging",
  CampaignPaused: "Updating",
  Approval: "Updating",
  RolloutsStopped: "Updating",
  Knocking: "NeverConnected",
};

/** What needs me now: one item per cause, worst first. */
export function NeedsPanel({ panel }: { readonly panel: Panel<Needs> }) {
  const t = useTranslations("overview");
  const count = panel.state === "Read" ? panel.value.items.length : 0;
  const title = (
    <>
      {t("attention")}
      {count === 0 ? null : <span className="ml-2 font-normal text-ink-3 tabular-nums">{count}</span>}
    </>
  );
  return (
    <PanelCard
      name={t("attention")}
      title={title}
      panel={panel}
      beside={<span className="text-xs text-ink-3">{t("worstFirst")}</span>}
    >
      {({ items, moreStations }) =>
        items.length === 0 ? (
          <p className="flex items-center justify-center gap-2 px-4 py-8 text-ink-2">
            <CircleCheck aria-hidden className="size-4 text-ready" />
            {t("allWell")}
          </p>
        ) : (
          <>
            <ul className="divide-y">
              {items.map((need) => (
                <NeedRow key={`${need.kind} ${need.cause.type} ${need.cause.id} ${need.since}`} need={need} />
              ))}
            </ul>
            {moreStations === 0 ? null : <MoreStations count={moreStations} />}
          </>
        )
      }
    </PanelCard>
  );
}

function NeedRow({ need }: { readonly need: Need }) {
  const t = useTranslations("overview");
  const { title, hint, href } = useNeedWords()(need);
  return (
    <li
      data-need={need.kind}
      data-cause={need.cause.type}
      className="relative flex items-start gap-2.5 px-4 py-2.5 hover:bg-sunken"
    >
      <span className="mt-1">
        <StatusGlyph status={GLYPHS[need.kind]} />
      </span>
      <div className="min-w-0 flex-1">
        <Link prefetch={false} href={href} className="font-medium break-words after:absolute after:inset-0">
          <span className="sr-only">{t(`severity.${need.severity}`)} </span>
          {title}
        </Link>
        {hint === null || hint === "" ? null : <p className="truncate text-sm text-ink-3">{hint}</p>}
      </div>
      {need.since === null ? null : (
        <span className="text-sm whitespace-nowrap text-ink-3">
          <Since at={need.since} />
        </span>
      )}
    </li>
  );
}

function MoreStations({ count }: { readonly count: number }) {
  const t = useTranslations("overview");
  return (
    <Link
      prefetch={false}
      href={`/chargers?${new URLSearchParams({ filter: "status:offline,fault" })}`}
      className="block border-t px-4 py-2.5 text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {t("moreStations", { count })}
    </Link>
  );
}
