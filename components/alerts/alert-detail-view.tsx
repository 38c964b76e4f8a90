"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Age, Instant, Since } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";
import type { AlertDetail } from "@/lib/domain/alerts/alert-view";
import { AlertActions } from "./alert-actions";
import { AlertStateChip, SeverityChip } from "./alert-chips";
import { AlertEvidence } from "./alert-evidence";
import { AlertJournal } from "./alert-journal";
import type { AttendAlert } from "./alert-orders";
import { useCauseText } from "./alert-words";
import { DeliveryState } from "./delivery-state";
import { RefreshOnAlerts } from "./refresh-on-alerts";

type Props = {
  readonly alert: AlertDetail;
  /** Null for those who only look. */
  readonly attend: AttendAlert | null;
};

/** One alert: what is so, the evidence, what became of it, and whom it was told to. */
export function AlertDetailView({ alert, attend }: Props) {
  const t = useTranslations("alerts");
  const causeText = useCauseText();
  return (
    <>
      <RefreshOnAlerts />
      <PageHeading title={causeText(alert)} crumbs={[{ label: t("title"), href: "/alerts" }]}>
        {attend === null ? undefined : <AlertActions alert={alert} attend={attend} />}
      </PageHeading>
      <div className="-mt-2 mb-5 flex flex-wrap items-center gap-2">
        <SeverityChip severity={alert.severity} />
        <AlertStateChip alert={alert} />
        <span className="font-medium">{t(`kind.${alert.kind}`)}</span>
        {alert.state !== "Resolved" && alert.present === 0 ? (
          <span className="text-ink-2">{t("waitingLong")}</span>
        ) : null}
      </div>
      <Facts alert={alert} />
      <AlertEvidence alert={alert} />
      <div className="mt-5 grid gap-5 lg:grid-cols-[3fr_2fr]">
        <AlertJournal events={alert.events} />
        <Told alert={alert} />
      </div>
    </>
  );
}

function Facts({ alert }: Pick<Props, "alert">) {
  const t = useTranslations("alerts.fact");
  const reasons = useTranslations("alerts.reason");
  return (
    <dl className="mb-5 grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border bg-surface px-4 py-3 md:grid-cols-4">
      <Fact name={t("opened")}>
        <Instant at={alert.openedAt} />
        {alert.resolvedAt === null ? (
          <span className="text-ink-2">
            {" · "}
            <Since at={alert.openedAt} />
          </span>
        ) : null}
      </Fact>
      <Fact name={t("count")}>{t("counted", { count: alert.count, present: alert.present })}</Fact>
      <Fact name={t("rule")}>{alert.ruleName ?? t("ruleRemoved")}</Fact>
      {alert.acknowledgedAt === null ? null : (
        <Fact name={t("acknowledged")}>
          {alert.acknowledgedBy} · <Age at={alert.acknowledgedAt} />
        </Fact>
      )}
      {alert.silencedUntil === null ? null : (
        <Fact name={t("silencedUntil")}>
          <Instant at={alert.silencedUntil} /> · {alert.silencedBy}
        </Fact>
      )}
      {alert.resolvedAt === null || alert.resolveReason === null ? null : (
        <Fact name={t("resolved")}>
          <Instant at={alert.resolvedAt} /> · {reasons(alert.resolveReason)}
          {alert.resolvedBy === null ? null : ` · ${alert.resolvedBy}`}
          {alert.resolveNote === null ? null : (
            <span className="block wrap-anywhere text-ink-2">{alert.resolveNote}</span>
          )}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  );
}

function Told({ alert: { deliveries } }: Pick<Props, "alert">) {
  const t = useTranslations("alerts.told");
  return (
    <Card aria-label={t("title")} className="self-start">
      <CardHeader title={t("title")} />
      {deliveries.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">{t("nobody")}</p>
      ) : (
        <ul className="divide-y">
          {deliveries.map((delivery) => (
            <li key={delivery.id} className="px-4 py-2.5 text-sm">
              <p className="font-medium">{delivery.routeName}</p>
              <DeliveryState delivery={delivery} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
