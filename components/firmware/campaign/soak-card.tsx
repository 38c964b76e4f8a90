"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { SoakFigures, SoakSide } from "@/lib/domain/firmware/campaign-snapshot";

/** What is compared; the verdict itself is the engine's and stands with the wave. */
const RATES = ["starts", "errors", "faults", "reconnects"] as const;
type Rate = (typeof RATES)[number];

function rateOf(side: SoakSide, rate: Rate): number | null {
  switch (rate) {
    case "starts":
      return side.sessions === 0 ? null : side.sessionsStarted / side.sessions;
    case "errors":
      return side.sessions === 0 ? null : side.sessionsInError / side.sessions;
    case "faults":
      return side.stationDays === 0 ? null : side.faults / side.stationDays;
    case "reconnects":
      return side.stationDays === 0 ? null : side.reconnects / side.stationDays;
  }
}

/** Updated chargers beside those of the same models that do not have the update yet, over the same hours. */
export function SoakCard({ soak }: { readonly soak: SoakFigures }) {
  const t = useTranslations("campaign.soak");
  const format = useFormatter();
  const text = (side: SoakSide, rate: Rate): string => {
    const value = rateOf(side, rate);
    if (value === null) return "—";
    return rate === "starts" || rate === "errors"
      ? format.number(value, { style: "percent", maximumFractionDigits: 1 })
      : format.number(value, { maximumFractionDigits: 2 });
  };
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      <Table>
        <thead>
          <tr>
            <HeaderCell>{t("what")}</HeaderCell>
            <HeaderCell className="text-right">{t("updated")}</HeaderCell>
            <HeaderCell className="text-right">{t("others")}</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {RATES.map((rate) => (
            <tr key={rate}>
              <Cell>{t(rate)}</Cell>
              <Cell className={NUMBER}>{text(soak.updated, rate)}</Cell>
              <Cell className={NUMBER}>{text(soak.others, rate)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="px-4 py-2.5 text-xs text-ink-3">
        {t("basis", {
          updated: soak.updated.stations,
          updatedSessions: soak.updated.sessions,
          others: soak.others.stations,
          otherSessions: soak.others.sessions,
        })}
      </p>
    </Card>
  );
}
