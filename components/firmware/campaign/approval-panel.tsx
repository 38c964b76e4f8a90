"use client";

import { ShieldCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, Table } from "@/components/ui/table";
import type { CampaignPreview, CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { OrderCampaign } from "./campaign-orders";
import { OrderDialog } from "./order-dialog";

type Props = {
  readonly campaign: CampaignView;
  readonly send: OrderCampaign;
  /** Does this person's role approve campaigns at all? */
  readonly mayApprove: boolean;
};

/** Approve or reject what stands below; or why this person cannot. */
export function ApprovalPanel({ campaign, send, mayApprove }: Props) {
  const t = useTranslations("campaign.approve");
  const [order, setOrder] = useState<"Approve" | "Reject" | null>(null);
  const { actions, totals, release } = campaign;
  return (
    <section aria-labelledby="approve-title" className="mb-5 rounded-lg border border-occ/40 bg-occ-soft p-4">
      <h2 id="approve-title" className="flex items-center gap-2 text-md font-semibold text-occ-ink">
        <ShieldCheck aria-hidden className="size-4 shrink-0" />
        {t("title")}
      </h2>
      <p className="mt-1 max-w-prose">
        {t("text", { count: totals.total, version: release.version, waves: campaign.waves.length })}
      </p>
      {actions.approve ? (
        <p className="mt-1 max-w-prose text-sm text-ink-2">{t("binds")}</p>
      ) : (
        <p className="mt-2 max-w-prose font-medium" data-testid="why-not">
          {mayApprove ? t("own") : t("role")}
        </p>
      )}
      {actions.approve || actions.reject ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {actions.approve ? (
            <Button variant="primary" onClick={() => setOrder("Approve")}>
              {t("approve")}
            </Button>
          ) : null}
          {actions.reject ? (
            <Button variant="danger" onClick={() => setOrder("Reject")}>
              {t("reject")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <OrderDialog campaign={campaign} order={order} send={send} onClose={() => setOrder(null)} />
    </section>
  );
}

/** Which chargers come first, and when by their own clocks. */
export function FirstStations({ first }: { readonly first: CampaignPreview["first"] }) {
  const t = useTranslations("campaign.first");
  const localTime = useLocalTime();
  return (
    <Card aria-label={t("title")} className="mb-5">
      <CardHeader title={t("title")} />
      {first.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">{t("none")}</p>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("title")}>
          <Table>
            <thead>
              <tr>
                <HeaderCell>{t("charger")}</HeaderCell>
                <HeaderCell className="max-sm:hidden">{t("site")}</HeaderCell>
                <HeaderCell>{t("from")}</HeaderCell>
                <HeaderCell>{t("notBefore")}</HeaderCell>
              </tr>
            </thead>
            <tbody className="[&>tr:last-child>td]:border-b-0">
              {first.slice(0, 12).map((station) => (
                <tr key={station.identity}>
                  <Cell className="font-medium break-all">{station.identity}</Cell>
                  <Cell className="text-ink-2 max-sm:hidden">{station.site ?? "—"}</Cell>
                  <Cell className="text-ink-2">{station.fromVersion ?? "—"}</Cell>
                  <Cell className="tabular-nums">{localTime(station.notBefore, station.timeZone)}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <p className="border-t px-4 py-2.5 text-xs text-ink-3">{t("hint")}</p>
    </Card>
  );
}

/** "Mon 23 Nov, 01:00 EAT": the clock on the wall of the site. */
function useLocalTime(): (at: string, timeZone: string) => string {
  const format = useFormatter();
  return (at, timeZone) =>
    format.dateTime(new Date(at), {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone,
      timeZoneName: "short",
    });
}
