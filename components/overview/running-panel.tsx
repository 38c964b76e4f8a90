"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { useSession, useSessions } from "@/components/live/use-live";
import { SessionTime } from "@/components/sessions/session-columns";
import type { SessionView } from "@/lib/domain/session-view";
import { type Panel, PanelCard } from "./panel";

const SHOWN_MAX = 8;
const isActive = (session: SessionView): boolean => session.phase === "Active";

export type RunningSessions = { readonly items: readonly SessionView[] };

/** The newest sessions that run, each as it goes on. */
export function RunningPanel({
  panel,
  running,
}: {
  readonly panel: Panel<RunningSessions>;
  readonly running: number | null;
}) {
  const t = useTranslations("overview");
  const figures = useFigures();
  const title = (
    <>
      {t("running")}
      {running === null ? null : (
        <span className="ml-2 font-normal text-ink-3 tabular-nums">{figures.whole(running)}</span>
      )}
    </>
  );
  const all = (
    <Link
      prefetch={false}
      href="/sessions"
      className="text-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {t("allSessions")}
    </Link>
  );
  return (
    <PanelCard name={t("running")} title={title} panel={panel} beside={all}>
      {({ items }) => <Running snapshot={items} />}
    </PanelCard>
  );
}

function Running({ snapshot }: { readonly snapshot: readonly SessionView[] }) {
  const t = useTranslations("overview");
  const sessions = useSessions(snapshot, isActive).slice(0, SHOWN_MAX);
  if (sessions.length === 0) return <p className="px-4 py-8 text-center text-ink-2">{t("noneRunning")}</p>;
  return (
    <ul className="divide-y">
      {sessions.map((session) => (
        <RunningRow key={session.id} snapshot={session} />
      ))}
    </ul>
  );
}

function RunningRow({ snapshot }: { readonly snapshot: SessionView }) {
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto_auto_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm hover:bg-sunken max-sm:grid-cols-[auto_auto_1fr]">
      <Link
        prefetch={false}
        href={`/sessions/${session.id}`}
        className="truncate font-medium after:absolute after:inset-0 max-sm:col-span-full"
      >
        {session.identity} <span className="text-ink-3">· {session.evse}</span>
      </Link>
      <LiveFigure text={figures.kilowatts(session.powerW)} unit="kW" at={session.lastSampleAt} isConnected />
      <LiveFigure text={figures.kilowattHours(session.energyWh)} unit="kWh" at={null} isConnected />
      <span className="w-16 text-right text-ink-2 max-sm:justify-self-end">
        <SessionTime session={session} />
      </span>
    </li>
  );
}
