"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age, Instant, Since } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import { type AlertView, groupOf } from "@/lib/domain/alerts/alert-view";
import { AlertStateChip, SeverityChip } from "./alert-chips";
import { useCauseText, useDetailText } from "./alert-words";
import { RefreshOnAlerts } from "./refresh-on-alerts";

type Props = {
  readonly alerts: readonly AlertView[];
  /** Shown instead of an empty list. */
  readonly empty: ReactNode;
};

/** Alerts, one row for each cause; what changes in them is read again as it changes. */
export function AlertList({ alerts, empty }: Props) {
  const t = useTranslations("alerts");
  return (
    <Card aria-label={t("title")}>
      <RefreshOnAlerts />
      {alerts.length === 0 ? (
        empty
      ) : (
        <>
          <Table className="max-md:hidden">
            <thead>
              <tr>
                <HeaderCell>{t("column.severity")}</HeaderCell>
                <HeaderCell>{t("column.alert")}</HeaderCell>
                <HeaderCell>{t("column.state")}</HeaderCell>
                <HeaderCell className="text-right">{t("column.count")}</HeaderCell>
                <HeaderCell>{t("column.since")}</HeaderCell>
              </tr>
            </thead>
            <tbody className="[&>tr:last-child>td]:border-b-0">
              {alerts.map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
            </tbody>
          </Table>
          <ul className="divide-y md:hidden">
            {alerts.map((alert) => (
              <AlertLines key={alert.id} alert={alert} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

type RowProps = { readonly alert: AlertView };

function AlertRow({ alert }: RowProps) {
  const format = useFormatter();
  return (
    <tr className="relative hover:bg-sunken" data-alert={alert.id}>
      <Cell className="w-28">
        <SeverityChip severity={alert.severity} />
      </Cell>
      <Cell className="max-w-96 py-2">
        <AlertName alert={alert} />
      </Cell>
      <Cell>
        <AlertStateChip alert={alert} />
        <Attention alert={alert} />
      </Cell>
      <Cell className={NUMBER}>{format.number(alert.count)}</Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        <HowLong alert={alert} />
      </Cell>
    </tr>
  );
}

/** The same on a telephone. */
function AlertLines({ alert }: RowProps) {
  const t = useTranslations("alerts");
  return (
    <li className="relative flex flex-col gap-2 px-4 py-3" data-alert={alert.id}>
      <AlertName alert={alert} />
      <div className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
        <SeverityChip severity={alert.severity} />
        <AlertStateChip alert={alert} />
        <HowLong alert={alert} />
        {alert.count > 1 ? <span className="tabular-nums">{t("times", { count: alert.count })}</span> : null}
      </div>
    </li>
  );
}

function AlertName({ alert }: RowProps) {
  const t = useTranslations("alerts");
  const causeText = useCauseText();
  const detailText = useDetailText();
  const facts = [
    t(`kind.${alert.kind}`),
    detailText(alert.kind, alert.detail),
    alert.state !== "Resolved" && alert.present === 0 ? t("waiting") : null,
  ];
  return (
    <div className="min-w-0">
      <Link
        prefetch={false}
        href={`/alerts/${alert.id}`}
        className="block truncate font-medium after:absolute after:inset-0"
        title={causeText(alert)}
      >
        {causeText(alert)}
      </Link>
      <span className="block truncate text-xs text-ink-3">{facts.filter((fact) => fact !== null).join(" · ")}</span>
    </div>
  );
}

/** Who sees to it, or until when it is out of sight. */
function Attention({ alert }: RowProps) {
  const t = useTranslations("alerts");
  const group = groupOf(alert);
  if (group === "Silenced" && alert.silencedUntil !== null) {
    return (
      <span className="ml-2 text-ink-2">
        {t("until")} <Instant at={alert.silencedUntil} />
      </span>
    );
  }
  const who = group === "Acknowledged" ? alert.acknowledgedBy : group === "Resolved" ? alert.resolvedBy : null;
  return who === null ? null : <span className="ml-2 text-ink-2">{who}</span>;
}

function HowLong({ alert }: RowProps) {
  return alert.resolvedAt === null ? <Since at={alert.openedAt} /> : <Age at={alert.resolvedAt} />;
}
