"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { LiveTopic, LiveTopics } from "@/components/live/live-topics";
import { useRefreshOn, useSession, useSessions, useStation } from "@/components/live/use-live";
import { SessionTime } from "@/components/sessions/session-columns";
import { ConnectivityText } from "@/components/stations/connectivity-text";
import { shownStatus } from "@/components/stations/shown-status";
import { StatusChip } from "@/components/stations/status-chip";
import { StatusGlyph } from "@/components/stations/status-glyph";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { SessionView } from "@/lib/domain/session-view";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import type { StationListItem } from "@/lib/domain/station-view";

type Props = {
  readonly counts: Readonly<Record<StatusWord, number>>;
  /** Faulted first, then those that are away. */
  readonly attention: readonly StationListItem[];
  readonly attentionTotal: number;
  readonly sessions: readonly SessionView[];
  readonly hasMoreSessions: boolean;
  readonly inboxCount: number;
  readonly position: number;
  readonly renderedAt: string;
};

const REFRESH_MS = 6_000;
const isActive = (session: SessionView): boolean => session.phase === "Active";

/** What is wrong now, what runs now. Counts are read from the books again when something changed. */
export function Overview(props: Props) {
  const t = useTranslations("overview");
  useRefreshOn(["stations", "listed", "refusals"], REFRESH_MS);
  const fleetSize = Object.values(props.counts).reduce((sum, count) => sum + count, 0);
  return (
    <div className="flex flex-col gap-5">
      <LiveTopic topic="fleet" position={props.position} renderedAt={props.renderedAt} />
      <LiveTopics
        topics={props.sessions.map(({ id }) => `session:${id}` as const)}
        position={props.position}
        renderedAt={props.renderedAt}
      />
      {fleetSize === 0 ? (
        <Card>
          <EmptyState
            title={t("empty")}
            action={
              <ButtonLink href="/chargers/new" variant="primary">
                {t("addFirst")}
              </ButtonLink>
            }
          >
            {t("emptyHint")}
          </EmptyState>
        </Card>
      ) : (
        <StatusTiles counts={props.counts} fleetSize={fleetSize} />
      )}
      {props.inboxCount === 0 ? null : (
        <Link
          prefetch={false}
          href="/chargers/inbox"
          className="flex items-center justify-between gap-3 rounded-lg bg-warn-soft px-4 py-2.5 text-warn-ink hover:underline"
        >
          <span>{t("knocked", { count: props.inboxCount })}</span>
          <span aria-hidden>→</span>
        </Link>
      )}
      {fleetSize === 0 ? null : (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Attention stations={props.attention} total={props.attentionTotal} />
          <Running snapshot={props.sessions} hasMore={props.hasMoreSessions} />
        </div>
      )}
    </div>
  );
}

function StatusTiles({ counts, fleetSize }: { readonly counts: Props["counts"]; readonly fleetSize: number }) {
  const t = useTranslations("overview");
  const words = useTranslations("status");
  const figures = useFigures();
  return (
    <section aria-label={t("byStatus")}>
      <p className="mb-2 text-sm text-ink-2 tabular-nums">{t("fleetSize", { count: fleetSize })}</p>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-6">
        {STATUS_WORDS.filter((word) => counts[word] > 0).map((word) => (
          <li key={word}>
            <Link
              prefetch={false}
              href={`/chargers?status=${word}`}
              data-status={word}
              className="flex flex-col gap-1 rounded-lg border bg-surface px-3.5 py-2.5 hover:bg-sunken"
            >
              <span className="flex items-center gap-1.5 text-sm text-ink-2">
                <StatusGlyph status={word} />
                <span className="truncate">{words(word)}</span>
              </span>
              <span className="text-xl font-semibold tabular-nums">{figures.whole(counts[word])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Attention({ stations, total }: { readonly stations: readonly StationListItem[]; readonly total: number }) {
  const t = useTranslations("overview");
  return (
    <Card aria-label={t("attention")}>
      <CardHeader title={t("attention")}>
        {total > stations.length ? (
          <Link
            prefetch={false}
            href="/chargers?status=Offline,Fault"
            className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("all", { count: total })}
          </Link>
        ) : null}
      </CardHeader>
      {stations.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-2">{t("allWell")}</p>
      ) : (
        <ul className="divide-y">
          {stations.map((station) => (
            <AttentionRow key={station.identity} snapshot={station} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function AttentionRow({ snapshot }: { readonly snapshot: StationListItem }) {
  const station = useStation(snapshot);
  const fault = station.connectors.find(({ status }) => status === "Faulted")?.errorCode ?? null;
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
        <p className="truncate text-sm text-ink-3">{fault ?? <ConnectivityText station={station} />}</p>
      </div>
      <StatusChip status={shownStatus(station)} />
    </li>
  );
}

function Running({ snapshot, hasMore }: { readonly snapshot: readonly SessionView[]; readonly hasMore: boolean }) {
  const t = useTranslations("overview");
  const sessions = useSessions(snapshot, isActive).slice(0, 8);
  return (
    <Card aria-label={t("running")}>
      <CardHeader title={t("running")}>
        {hasMore ? (
          <Link
            prefetch={false}
            href="/sessions"
            className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("allSessions")}
          </Link>
        ) : null}
      </CardHeader>
      {sessions.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-2">{t("noneRunning")}</p>
      ) : (
        <ul className="divide-y">
          {sessions.map((session) => (
            <RunningRow key={session.id} snapshot={session} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function RunningRow({ snapshot }: { readonly snapshot: SessionView }) {
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto_auto_auto] items-center gap-4 px-4 py-2.5 text-sm hover:bg-sunken">
      <Link
        prefetch={false}
        href={`/sessions/${session.id}`}
        className="truncate font-medium after:absolute after:inset-0"
      >
        {session.identity} <span className="text-ink-3">· {session.evse}</span>
      </Link>
      <LiveFigure text={figures.kilowatts(session.powerW)} unit="kW" at={session.lastSampleAt} isConnected />
      <LiveFigure text={figures.kilowattHours(session.energyWh)} unit="kWh" at={null} isConnected />
      <span className="w-16 text-right text-ink-2">
        <SessionTime session={session} />
      </span>
    </li>
  );
}
