"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useFigures } from "@/components/figures/use-figures";
import { useCommands, useSession, useSessions, useStation } from "@/components/live/use-live";
import { RunningTime } from "@/components/sessions/running-session";
import { SessionChip } from "@/components/sessions/session-chip";
import { TokenText } from "@/components/sessions/token-text";
import { clockText } from "@/components/time/duration";
import { Instant } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { SessionView } from "@/lib/domain/session-view";
import { ChargerFrame, type ChargerSnapshot } from "./charger-frame";
import { useConnectorName } from "./connector-name";
import { isConnected } from "./shown-status";

type Props = ChargerSnapshot & {
  readonly sessions: readonly SessionView[];
  readonly nextCursor: string | null;
  readonly isFirstPage: boolean;
};

/** All sessions of one charger, newest first. */
export function ChargerSessions({ sessions, nextCursor, isFirstPage, ...snapshot }: Props) {
  const t = useTranslations("session");
  const station = useStation(snapshot.station);
  const { identity } = station;
  const commands = useCommands(identity, snapshot.commands);
  const nameOf = useConnectorName(station.connectors.filter(({ evse }) => evse !== 0));
  // New ones belong on the first page.
  const isListed = useCallback(
    (session: SessionView) =>
      session.identity === identity &&
      (sessions.some(({ id }) => id === session.id) || (isFirstPage && sessions.every(({ id }) => id < session.id))),
    [identity, sessions, isFirstPage],
  );
  const listed = useSessions(sessions, isListed);
  return (
    <ChargerFrame {...snapshot} station={station} commands={commands}>
      <Card aria-label={t("all")}>
        {listed.length === 0 ? (
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        ) : (
          <Rows sessions={listed} nameOf={nameOf} isConnected={isConnected(station.connectivity)} />
        )}
      </Card>
      <NextPage shown={listed.length} total={null} nextCursor={nextCursor} isFirstPage={isFirstPage} />
    </ChargerFrame>
  );
}

type RowsProps = {
  readonly sessions: readonly SessionView[];
  readonly nameOf: (at: { readonly evse: number; readonly connector: number }) => string;
  readonly isConnected: boolean;
};

function Rows({ sessions, nameOf, isConnected: isPresent }: RowsProps) {
  const t = useTranslations("session");
  const shown = sessions.map((session) => ({
    key: session.id,
    snapshot: session,
    where:
      session.evse === 0 ? t("connectorUnknown") : nameOf({ evse: session.evse, connector: session.connector ?? 1 }),
    isConnected: isPresent,
  }));
  return (
    <>
      <Table className="max-md:hidden">
        <thead>
          <tr>
            <HeaderCell>{t("id")}</HeaderCell>
            <HeaderCell>{t("where")}</HeaderCell>
            <HeaderCell>{t("state")}</HeaderCell>
            <HeaderCell>{t("started")}</HeaderCell>
            <HeaderCell className="text-right">{t("duration")}</HeaderCell>
            <HeaderCell className="text-right">kWh</HeaderCell>
            <HeaderCell>{t("token")}</HeaderCell>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {shown.map(({ key, ...row }) => (
            <Row key={key} {...row} />
          ))}
        </tbody>
      </Table>
      <ul className="divide-y md:hidden">
        {shown.map(({ key, ...row }) => (
          <Lines key={key} {...row} />
        ))}
      </ul>
    </>
  );
}

type RowProps = { readonly snapshot: SessionView; readonly where: string; readonly isConnected: boolean };

function Row({ snapshot, where, isConnected: isPresent }: RowProps) {
  const figures = useFigures();
  const session = useSession(snapshot);
  return (
    <tr data-session={session.id}>
      <Cell>
        <NumberLink id={session.id} />
      </Cell>
      <Cell className="whitespace-nowrap">{where}</Cell>
      <Cell>
        <SessionChip session={session} isPast={!isPresent} />
      </Cell>
      <Cell>
        <Instant at={session.startedAt} />
      </Cell>
      <Cell className={NUMBER}>
        <Lasted session={session} />
      </Cell>
      <Cell className={NUMBER}>{figures.kilowattHours(session.energyWh) ?? "—"}</Cell>
      <Cell>
        <TokenText uid={session.tokenUid} />
      </Cell>
    </tr>
  );
}

/** The same for a narrow screen. */
function Lines({ snapshot, where, isConnected: isPresent }: RowProps) {
  const figures = useFigures();
  const session = useSession(snapshot);
  return (
    <li className="relative flex flex-col gap-1 px-4 py-3">
      <p className="flex items-center justify-between gap-3">
        <span>
          <NumberLink id={session.id} /> · {where}
        </span>
        <SessionChip session={session} isPast={!isPresent} />
      </p>
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-ink-2 tabular-nums">
        <span>{figures.kilowattHours(session.energyWh) ?? "—"} kWh</span>
        <Lasted session={session} />
        <Instant at={session.startedAt} />
        <TokenText uid={session.tokenUid} />
      </p>
    </li>
  );
}

const NumberLink = ({ id }: { readonly id: number }) => (
  <Link
    href={`/sessions/${id}`}
    prefetch={false}
    className="text-accent tabular-nums underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
  >
    {id}
  </Link>
);

function Lasted({ session: { startedAt, endedAt } }: { readonly session: SessionView }) {
  return endedAt === null ? <RunningTime since={startedAt} /> : clockText(Date.parse(endedAt) - Date.parse(startedAt));
}
