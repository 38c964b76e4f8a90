"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LiveFigure } from "@/components/figures/live-figure";
import { useFigures } from "@/components/figures/use-figures";
import { Instant } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { needsReview } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { useAnomalyWords } from "./anomaly-words";
import { SessionTime } from "./session-columns";
import { TokenText } from "./token-text";

type Props = { readonly session: SessionView; readonly tokenLabel: string | null; readonly isConnected: boolean };

const BIG = "text-xl font-semibold";

export function SessionFigures({ session, tokenLabel, isConnected }: Props) {
  const t = useTranslations("session");
  const figures = useFigures();
  const words = useAnomalyWords();
  const isActive = session.phase === "Active";
  return (
    <Card aria-label={t("figures")}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg bg-line sm:grid-cols-4 [&>div]:bg-surface">
        <Figure name={t("energy")}>
          <LiveFigure
            testId="session-energy"
            className={BIG}
            text={figures.kilowattHours(session.energyWh)}
            unit="kWh"
            at={null}
            isConnected
          />
        </Figure>
        <Figure name={t("power")}>
          <LiveFigure
            testId="session-power"
            className={BIG}
            text={isActive ? figures.kilowatts(session.powerW) : null}
            unit="kW"
            at={session.lastSampleAt}
            isConnected={isConnected && isActive}
          />
        </Figure>
        <Figure name={t("duration")}>
          <span className={BIG}>
            <SessionTime session={session} />
          </span>
        </Figure>
        <Figure name={t("soc")}>
          <LiveFigure
            className={BIG}
            text={figures.percent(session.socPercent)}
            unit="%"
            at={isActive ? session.lastSampleAt : null}
            isConnected={isConnected || !isActive}
          />
        </Figure>
        <Figure name={t("token")}>
          <TokenText uid={session.tokenUid} />
          {tokenLabel === null ? null : <span className="block text-sm text-ink-2">{tokenLabel}</span>}
        </Figure>
        <Figure name={t("started")}>
          <Instant at={session.startedAt} />
        </Figure>
        <Figure name={t("endedAt")}>
          {session.endedAt === null ? <span className="text-ink-3">—</span> : <Instant at={session.endedAt} />}
        </Figure>
        <Figure name={t("endReason")}>{session.endReason ?? <span className="text-ink-3">—</span>}</Figure>
      </dl>
      {session.anomalies.length === 0 || needsReview(session) ? null : (
        <p className="border-t bg-warn-soft px-4 py-2.5 text-sm text-warn-ink">
          {t("anomalies", { list: session.anomalies.map(words).join("; ") })}
        </p>
      )}
    </Card>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0 px-4 py-3">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="mt-0.5 min-w-0">{children}</dd>
    </div>
  );
}
