"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { useNow, useSession } from "@/components/live/use-live";
import { clockText } from "@/components/time/duration";
import { useSpanText } from "@/components/time/time";
import type { SessionView } from "@/lib/domain/session-view";
import { TokenText } from "./token-text";

type Props = { readonly snapshot: SessionView; readonly isConnected: boolean };

/** The figures of a session that runs, moving. Power dies with the line; energy is what was counted last. */
export function RunningSession({ snapshot, isConnected }: Props) {
  const t = useTranslations("session");
  const session = useSession(snapshot);
  const figures = useFigures();
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
        <LiveFigure
          testId="session-power"
          className="text-xl font-semibold"
          text={figures.kilowatts(session.powerW)}
          unit="kW"
          at={session.lastSampleAt}
          isConnected={isConnected}
        />
        <LiveFigure
          testId="session-energy"
          className="text-xl font-semibold"
          text={figures.kilowattHours(session.energyWh)}
          unit="kWh"
          at={null}
          isConnected
        />
        {session.socPercent === null ? null : (
          <LiveFigure
            className="text-md"
            text={figures.percent(session.socPercent)}
            unit="%"
            at={session.lastSampleAt}
            isConnected={isConnected}
          />
        )}
      </div>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
        <RunningTime since={session.startedAt} />
        <Dot />
        <TokenText uid={session.tokenUid} />
        <Dot />
        <Link
          href={`/sessions/${session.id}`}
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {t("number", { id: String(session.id) })}
        </Link>
      </p>
    </div>
  );
}

const Dot = (): ReactNode => (
  <span aria-hidden className="text-ink-3">
    ·
  </span>
);

export function RunningTime({ since }: { readonly since: string }) {
  const now = useNow();
  return <span className="tabular-nums">{clockText(now - Date.parse(since))}</span>;
}

/** What stopping means, in figures, before it is confirmed. */
export function StopConsequence({ snapshot }: { readonly snapshot: SessionView }) {
  const t = useTranslations("command.stop");
  const session = useSession(snapshot);
  const now = useNow();
  const spanText = useSpanText();
  const energy = useFigures().kilowattHours(session.energyWh);
  const values = { energy: energy ?? "—", span: spanText(now - Date.parse(session.startedAt)) };
  return <p>{t("consequence", values)}</p>;
}
