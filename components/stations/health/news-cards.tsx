"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { CertificateRequestView, ReportView, SecurityEventView } from "@/lib/domain/health-view";

type ListCardProps = { readonly title: string; readonly empty: string; readonly children: readonly ReactNode[] };

function ListCard({ title, empty, children }: ListCardProps) {
  return (
    <Card aria-label={title}>
      <CardHeader title={title} />
      {children.length === 0 ? (
        <p className="p-4 text-ink-2">{empty}</p>
      ) : (
        <ul className="max-h-96 divide-y overflow-y-auto" tabIndex={0} aria-label={title}>
          {children}
        </ul>
      )}
    </Card>
  );
}

const ROW = "flex items-baseline justify-between gap-3 px-4 py-2.5";

/** What became of updates and uploads, as often as the charger told. */
export function ReportsCard({ reports }: { readonly reports: readonly ReportView[] }) {
  const t = useTranslations("health");
  return (
    <ListCard title={t("reports")} empty={t("noReports")}>
      {reports.map(({ id, kind, status, requestId, receivedAt }) => (
        <li key={id} className={ROW}>
          <span>
            <span className="text-ink-3">{t(`kind.${kind}`)}</span> {status}
            {requestId === null ? null : (
              <span className="text-sm text-ink-3"> · {t("request", { id: String(requestId) })}</span>
            )}
          </span>
          <span className="shrink-0 text-sm text-ink-3">
            <Instant at={receivedAt} />
          </span>
        </li>
      ))}
    </ListCard>
  );
}

/** Tampering, failed sign-ins and the like, as the charger told of them. */
export function SecurityEventsCard({ events }: { readonly events: readonly SecurityEventView[] }) {
  const t = useTranslations("health");
  return (
    <ListCard title={t("events")} empty={t("noEvents")}>
      {events.map(({ id, event, info, at, receivedAt }) => (
        <li key={id} className={ROW}>
          <span className="min-w-0 break-words">
            {event}
            {info === null ? null : <span className="text-ink-2"> · {info}</span>}
            <span className="block text-sm text-ink-3">
              {t("clockSays")} <Instant at={at} />
            </span>
          </span>
          <span className="shrink-0 text-sm text-ink-3">
            <Instant at={receivedAt} />
          </span>
        </li>
      ))}
    </ListCard>
  );
}

const USES = ["ChargingStation", "V2G"] as const;
const STATES = ["Pending", "Superseded"] as const;

/** Certificates the charger wants signed. */
export function CertificatesCard({ requests }: { readonly requests: readonly CertificateRequestView[] }) {
  const t = useTranslations("health");
  return (
    <ListCard title={t("certificates")} empty={t("noCertificates")}>
      {requests.map(({ id, use, state, csr, requestedAt }) => {
        const knownUse = USES.find((one) => one === use);
        const knownState = STATES.find((one) => one === state);
        return (
          <li key={id} className={ROW}>
            <span className="min-w-0">
              {knownUse === undefined ? use : t(`use.${knownUse}`)}{" "}
              <span className="text-ink-2">· {knownState === undefined ? state : t(`requestState.${knownState}`)}</span>
            </span>
            <span className="flex shrink-0 items-center gap-1 text-sm text-ink-3">
              <Instant at={requestedAt} />
              <CopyButton text={csr} label={t("copyCsr")} />
            </span>
          </li>
        );
      })}
    </ListCard>
  );
}
