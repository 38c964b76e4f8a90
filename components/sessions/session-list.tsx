"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { LiveTopic, LiveTopics } from "@/components/live/live-topics";
import { useSession, useSessions } from "@/components/live/use-live";
import { clockText } from "@/components/time/duration";
import { Instant } from "@/components/time/time";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { SessionProblem } from "@/lib/domain/session-problem";
import { needsReview, reviewReasons } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { useAnomalyWords } from "./anomaly-words";
import { RunningTime } from "./running-session";
import { SessionChip } from "./session-chip";
import { TokenText } from "./token-text";

type Props = {
  readonly phase: "live" | "ended";
  readonly problem: SessionProblem | null;
  readonly charger: string | null;
  readonly token: string | null;
  readonly sessions: readonly SessionView[];
  readonly position: number;
  readonly renderedAt: string;
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** Sessions; those that begin while one looks appear, those that end leave the live list. */
export function SessionList(props: Props) {
  const t = useTranslations("sessions");
  const words = useTranslations("sessionProblem");
  const { phase, problem, charger, token, isFirstPage } = props;
  const isShown = useCallback(
    (session: SessionView) =>
      session.phase === (phase === "live" ? "Active" : "Ended") &&
      (problem !== "review" || needsReview(session)) &&
      (charger === null || session.identity === charger) &&
      (token === null || session.tokenUid?.toLowerCase() === token.toLowerCase()),
    [phase, problem, charger, token],
  );
  const all = useSessions(props.sessions, isShown);
  const known = new Set(props.sessions.map(({ id }) => id));
  // Later pages stay as they were read: a new session belongs on the first. One just begun is not stuck.
  const sessions =
    isFirstPage && (problem === null || problem === "review") ? all : all.filter(({ id }) => known.has(id));
  return (
    <>
      <LiveTopic topic="fleet" position={props.position} renderedAt={props.renderedAt} />
      {phase === "live" ? (
        <LiveTopics
          topics={sessions.map(({ id }) => `session:${id}` as const)}
          position={props.position}
          renderedAt={props.renderedAt}
        />
      ) : null}
      <Card aria-label={t("title")}>
        {sessions.length === 0 ? (
          problem === null ? (
            <EmptyState title={t(`none.${phase}`)} action={<ButtonLink href="/chargers">{t("toChargers")}</ButtonLink>}>
              {t(`noneHint.${phase}`)}
            </EmptyState>
          ) : (
            <EmptyState title={words(`none.${problem}`)}>{words(`noneHint.${problem}`)}</EmptyState>
          )
        ) : (
          <Rows sessions={sessions} phase={phase} isReview={problem === "review"} />
        )}
      </Card>
      <NextPage shown={sessions.length} total={null} nextCursor={props.nextCursor} isFirstPage={isFirstPage} />
    </>
  );
}

type RowsProps = {
  readonly sessions: readonly SessionView[];
  readonly phase: "live" | "ended";
  /** Say of each why it waits. */
  readonly isReview: boolean;
};

function Rows({ sessions, phase, isReview }: RowsProps) {
  const t = useTranslations("sessions");
  const words = useTranslations("sessionProblem");
  return (
    <>
      <Table className="max-md:hidden">
        <thead>
          <tr>
            <HeaderCell>{t("session")}</HeaderCell>
            <HeaderCell>{t("charger")}</HeaderCell>
            <HeaderCell>{isReview ? words("why") : t("state")}</HeaderCell>
            {phase === "live" ? <HeaderCell className="text-right">kW</HeaderCell> : null}
            <HeaderCell className="text-right">kWh</HeaderCell>
            <HeaderCell className="text-right">{t("time")}</HeaderCell>
            <HeaderCell>{t("card")}</HeaderCell>
            <HeaderCell className="max-lg:hidden">{t("started")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {sessions.map((session) => (
            <SessionRow key={session.id} snapshot={session} phase={phase} isReview={isReview} />
          ))}
        </tbody>
      </Table>
      <ul className="divide-y md:hidden">
        {sessions.map((session) => (
          <SessionLines key={session.id} snapshot={session} isReview={isReview} />
        ))}
      </ul>
    </>
  );
}

type RowProps = { readonly snapshot: SessionView } & Pick<RowsProps, "phase" | "isReview">;

function SessionRow({ snapshot, phase, isReview }: RowProps) {
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <tr className="relative hover:bg-sunken">
      <Cell>
        <Link
          prefetch={false}
          href={`/sessions/${session.id}`}
          className="font-medium tabular-nums after:absolute after:inset-0"
        >
          {session.id}
        </Link>
      </Cell>
      <Cell>
        {session.identity} {session.evse === 0 ? null : <span className="text-ink-3">· {session.evse}</span>}
      </Cell>
      <Cell className={isReview ? "max-w-80 text-sm text-warn-ink" : undefined}>
        {isReview ? <Reasons session={session} /> : <SessionChip session={session} />}
      </Cell>
      {phase === "live" ? (
        <Cell className={NUMBER}>
          <LiveFigure text={figures.kilowatts(session.powerW)} unit="" at={session.lastSampleAt} isConnected />
        </Cell>
      ) : null}
      <Cell className={NUMBER}>{figures.kilowattHours(session.energyWh) ?? "—"}</Cell>
      <Cell className={NUMBER}>
        <SessionTime session={session} />
      </Cell>
      <Cell className="max-w-40">
        <TokenText uid={session.tokenUid} />
      </Cell>
      <Cell className="text-ink-2 max-lg:hidden">
        <Instant at={session.startedAt} />
      </Cell>
    </tr>
  );
}

/** The same on a telephone: two lines. */
function SessionLines({ snapshot, isReview }: Omit<RowProps, "phase">) {
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <li className="relative flex flex-col gap-1.5 px-4 py-3">
      <div className="flex items-center justify-between gap-3">
        <Link
          prefetch={false}
          href={`/sessions/${session.id}`}
          className="min-w-0 truncate font-medium after:absolute after:inset-0"
        >
          {session.identity}
          {session.evse === 0 ? null : ` · ${session.evse}`}
        </Link>
        <SessionChip session={session} />
      </div>
      <div className="flex items-center justify-between gap-3 text-sm text-ink-3 tabular-nums">
        <span>
          {session.phase === "Active" ? `${figures.kilowatts(session.powerW) ?? "—"} kW · ` : null}
          {figures.kilowattHours(session.energyWh) ?? "—"} kWh
          {session.phase === "Active" ? null : (
            <>
              {" · "}
              <Instant at={session.startedAt} />
            </>
          )}
        </span>
        <SessionTime session={session} />
      </div>
      {isReview ? (
        <div className="text-sm text-warn-ink">
          <Reasons session={session} />
        </div>
      ) : null}
    </li>
  );
}

function Reasons({ session }: { readonly session: SessionView }) {
  const words = useAnomalyWords();
  return reviewReasons(session).map((reason) => (
    <span key={reason} className="block">
      {words(reason)}
    </span>
  ));
}

export function SessionTime({ session }: { readonly session: SessionView }) {
  if (session.endedAt === null) return <RunningTime since={session.startedAt} />;
  return <span className="tabular-nums">{clockText(Date.parse(session.endedAt) - Date.parse(session.startedAt))}</span>;
}
