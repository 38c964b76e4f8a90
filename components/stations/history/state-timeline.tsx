"use client";

import { usePathname } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useLine, useNow } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { FilterChip } from "@/components/ui/filter-chip";
import { type ConnectorHistory, goneOn, type HistoryWord, type StateHistory } from "@/lib/domain/state-history";
import { type ConnectorState, connectorWord } from "@/lib/domain/station";
import type { Connectivity } from "@/lib/domain/station-view";
import { LaneWord, useHistoryWord } from "./history-words";
import { type NamedLane, SpanTable } from "./span-table";
import { StateLane } from "./state-lane";
import { TimeAxis } from "./time-axis";
import { toBars, totals } from "./timeline-bars";

export const HISTORY_SPANS = ["24h", "7d"] as const;
export type HistorySpan = (typeof HISTORY_SPANS)[number];

const HOURS: Readonly<Record<HistorySpan, number>> = { "24h": 24, "7d": 7 * 24 };
const HOUR_MS = 3_600_000;
const COLUMNS = 480;
/** How often a lane that nothing happens on moves on. */
const STEP_MS = 10_000;

type Props = {
  readonly history: StateHistory;
  readonly span: HistorySpan;
  readonly connectivity: Connectivity;
  /** As they are now. */
  readonly connectors: readonly ConnectorState[];
  readonly nameOf: (connector: ConnectorHistory) => string;
};

/** What each connector was doing in the last day or week. It goes on while the page is live, and not a moment longer. */
export function StateTimeline({ history, span, connectivity, connectors, nameOf }: Props) {
  const t = useTranslations("stateHistory");
  const [isTable, setTable] = useState(false);
  const lanes = useLanes({ history, connectivity, connectors });
  const now = useStep(history.to);
  const window = useMemo(
    () => ({ from: new Date(Date.parse(now) - HOURS[span] * HOUR_MS).toISOString(), to: now }),
    [now, span],
  );
  const named = lanes
    .filter(isWorthALane)
    .map((lane) => ({ ...lane, name: lane.evse === 0 ? t("itself") : nameOf(lane) }));
  const words = new Set(named.flatMap(({ spans }) => totals(spans, window).map(({ word }) => word)));
  return (
    <Card aria-label={t("title")} data-history={span}>
      <CardHeader title={t("title")}>
        <div className="flex flex-wrap items-center gap-1.5">
          <SpanChoice span={span} />
          <Button size="small" variant="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? t("asLanes") : t("asTable")}
          </Button>
        </div>
      </CardHeader>
      {named.length === 0 ? (
        <p className="px-4 py-6 text-center text-sm text-ink-2">{t("none")}</p>
      ) : isTable ? (
        <SpanTable lanes={named} window={window} />
      ) : (
        <div className="flex flex-col gap-2 p-4">
          {named.map((lane) => (
            <Lane key={`${lane.evse}/${lane.connector}`} lane={lane} window={window} />
          ))}
          <div className="grid sm:grid-cols-[7rem_minmax(0,1fr)] sm:gap-x-3">
            <span className="max-sm:hidden" />
            <TimeAxis {...window} most={8} className="max-sm:hidden" />
            <TimeAxis {...window} most={4} className="sm:hidden" />
          </div>
          <Legend words={words} />
        </div>
      )}
      {history.cutAt === null ? null : (
        <p className="border-t px-4 py-2 text-sm text-ink-2">
          {t.rich("cut", { at: () => <Instant at={history.cutAt ?? ""} /> })}
        </p>
      )}
    </Card>
  );
}

/** The present, in steps; never before the history ends. */
function useStep(readAt: string): string {
  const now = Math.floor(useNow() / STEP_MS) * STEP_MS;
  return new Date(Math.max(now, Date.parse(readAt))).toISOString();
}

function useLanes({ history, connectivity, connectors }: Pick<Props, "history" | "connectivity" | "connectors">) {
  const { isTrusted } = useLine();
  const now = useStep(history.to);
  return useMemo(
    () =>
      history.connectors.map((lane): ConnectorHistory => {
        const present = connectors.find(({ evse, connector }) => evse === lane.evse && connector === lane.connector);
        const word = isTrusted ? wordNow(connectivity, present ?? null) : null;
        return { ...lane, spans: goneOn(lane.spans, now, word) };
      }),
    [history, connectivity, connectors, isTrusted, now],
  );
}

function wordNow({ state }: Connectivity, connector: ConnectorState | null): HistoryWord | null {
  switch (state) {
    case "Connected":
      return connector === null ? null : connectorWord(connector);
    case "Disconnected":
      return "Offline";
    case "NeverConnected":
      return "NeverConnected";
    case "GatewayLost":
      return null;
  }
}

/** The charger itself is shown only where it said something that its connectors did not. */
const isWorthALane = ({ evse, spans }: ConnectorHistory): boolean =>
  evse !== 0 || spans.some(({ word }) => word === "Fault" || word === "OutOfService");

function SpanChoice({ span }: { readonly span: HistorySpan }) {
  const t = useTranslations("stateHistory");
  const path = usePathname();
  return (
    <nav aria-label={t("spans")} className="flex gap-1.5">
      {HISTORY_SPANS.map((one) => (
        <FilterChip key={one} href={one === "24h" ? path : `${path}?history=${one}`} isOn={one === span}>
          {t(`span.${one}`)}
        </FilterChip>
      ))}
    </nav>
  );
}

type LaneProps = { readonly lane: NamedLane; readonly window: { readonly from: string; readonly to: string } };

function Lane({ lane, window }: LaneProps) {
  const t = useTranslations("stateHistory");
  const format = useFormatter();
  const textOf = useHistoryWord();
  const bars = useMemo(() => toBars(lane.spans, window, COLUMNS), [lane.spans, window]);
  const length = Date.parse(window.to) - Date.parse(window.from);
  const shares = totals(lane.spans, window).map(({ word, ms }) =>
    t("share", { word: textOf(word), share: format.number(ms / length, { style: "percent" }) }),
  );
  return (
    <div
      data-connector={`${lane.evse}/${lane.connector}`}
      className="grid items-end gap-y-0.5 sm:grid-cols-[7rem_minmax(0,1fr)] sm:gap-x-3"
    >
      <span className="truncate text-sm" title={lane.name}>
        {lane.name}
      </span>
      <StateLane bars={bars} label={t("spoken", { name: lane.name, shares: format.list(shares) })} />
    </div>
  );
}

const LEGEND: readonly HistoryWord[] = [
  "Available",
  "Charging",
  "Preparing",
  "PausedByCar",
  "PausedByCharger",
  "Finishing",
  "Occupied",
  "Reserved",
  "Fault",
  "OutOfService",
  "Offline",
  "Unknown",
  "NeverConnected",
];

/** Only of what is there. */
function Legend({ words }: { readonly words: ReadonlySet<HistoryWord> }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {LEGEND.filter((word) => words.has(word)).map((word) => (
        <li key={word}>
          <LaneWord word={word} />
        </li>
      ))}
    </ul>
  );
}
