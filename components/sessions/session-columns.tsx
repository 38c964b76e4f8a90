"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import type { Column } from "@/components/lists/column";
import { clockText } from "@/components/time/duration";
import { Instant } from "@/components/time/time";
import { SESSION_COLUMNS, type SessionColumn } from "@/lib/domain/list-columns";
import { reviewReasons } from "@/lib/domain/session-review";
import type { SessionListItem, SessionView } from "@/lib/domain/session-view";
import { useAnomalyWords } from "./anomaly-words";
import { RunningTime } from "./running-session";
import { SessionChip } from "./session-chip";
import { TokenText } from "./token-text";

type Shape = Pick<Column<SessionListItem>, "width" | "sort" | "cell" | "isNumber">;

const SHAPES: Readonly<Record<SessionColumn, Shape>> = {
  id: { width: "minmax(4.5rem, 0.8fr)", sort: "id", cell: ({ id }) => <SessionLink id={id} /> },
  charger: {
    width: "minmax(0, 1.3fr)",
    sort: "charger",
    cell: ({ identity, evse }) => (
      <>
        {identity} {evse === 0 ? null : <span className="text-ink-3">· {evse}</span>}
      </>
    ),
  },
  site: { width: "minmax(0, 1.3fr)", sort: "site", cell: ({ siteName }) => <Quiet>{siteName}</Quiet> },
  state: { width: "minmax(8rem, 1fr)", sort: null, cell: (session) => <SessionChip session={session} /> },
  anomalies: {
    width: "minmax(0, 2.4fr)",
    sort: null,
    cell: (session) => (
      <span className="text-warn-ink">
        <Reasons session={session} />
      </span>
    ),
  },
  power: { width: "minmax(4.5rem, 0.7fr)", sort: "power", isNumber: true, cell: (session) => <Power of={session} /> },
  energy: { width: "minmax(4rem, 0.6fr)", sort: "energy", isNumber: true, cell: (session) => <Energy of={session} /> },
  duration: {
    width: "minmax(4.5rem, 0.6fr)",
    sort: "duration",
    isNumber: true,
    cell: (session) => <SessionTime session={session} />,
  },
  token: { width: "minmax(0, 1.1fr)", sort: "token", cell: ({ tokenUid }) => <TokenText uid={tokenUid} /> },
  started: {
    width: "minmax(6.5rem, 0.9fr)",
    sort: "started",
    isNumber: true,
    cell: ({ startedAt }) => (
      <Quiet>
        <Instant at={startedAt} />
      </Quiet>
    ),
  },
  ended: {
    width: "minmax(6.5rem, 0.9fr)",
    sort: "ended",
    isNumber: true,
    cell: ({ endedAt }) => <Quiet>{endedAt === null ? null : <Instant at={endedAt} />}</Quiet>,
  },
  reason: { width: "minmax(0, 1fr)", sort: null, cell: ({ endReason }) => <Quiet>{endReason}</Quiet> },
};

/** All that the list of sessions can show. */
export function useSessionColumns(): readonly Column<SessionListItem>[] {
  const t = useTranslations("lists.column");
  return useMemo(() => SESSION_COLUMNS.map((name) => ({ name, label: t(name), ...SHAPES[name] })), [t]);
}

/** What is not told is a dash, never nothing. */
const Quiet = ({ children }: { readonly children: ReactNode }) => <span className="text-ink-2">{children ?? "—"}</span>;

const SessionLink = ({ id }: { readonly id: number }) => (
  <Link prefetch={false} href={`/sessions/${id}`} className="font-medium tabular-nums after:absolute after:inset-0">
    {id}
  </Link>
);

type Of = { readonly of: SessionView };

function Power({ of: session }: Of) {
  const figures = useFigures();
  if (session.phase === "Ended") return "—";
  return <LiveFigure text={figures.kilowatts(session.powerW)} unit="" at={session.lastSampleAt} isConnected />;
}

function Energy({ of: session }: Of) {
  const figures = useFigures();
  return figures.kilowattHours(session.energyWh) ?? "—";
}

/** Why it waits for a decision, on one line; the whole of it on hover. */
function Reasons({ session }: { readonly session: SessionView }) {
  const words = useAnomalyWords();
  const text = reviewReasons(session).map(words).join(" · ");
  return <span title={text}>{text === "" ? "—" : text}</span>;
}

export function SessionTime({ session }: { readonly session: SessionView }) {
  if (session.endedAt === null) return <RunningTime since={session.startedAt} />;
  return <span className="tabular-nums">{clockText(Date.parse(session.endedAt) - Date.parse(session.startedAt))}</span>;
}

/** The same on a telephone: two lines, and why it waits. */
export function SessionCard({ session, isReview }: { readonly session: SessionListItem; readonly isReview: boolean }) {
  const figures = useFigures();
  return (
    <div className="flex flex-col gap-1.5">
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
        <span className="min-w-0 truncate">
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
        <div className="truncate text-sm text-warn-ink">
          <Reasons session={session} />
        </div>
      ) : null}
    </div>
  );
}
