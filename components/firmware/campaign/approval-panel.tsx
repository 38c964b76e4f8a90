"use client";

import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
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
