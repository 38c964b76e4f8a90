"use client";

import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";

/** Who decided what, on which plan: an approval binds to the exact plan, chargers and image that were shown. */
export function ApprovalList({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign.approvals");
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")}>
        {campaign.specHash === null ? null : (
          <span className="text-xs text-ink-3">
            {t("now")} <code className="font-mono">{campaign.specHash.slice(0, 12)}</code>
          </span>
        )}
      </CardHeader>
      {campaign.approvals.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {campaign.approvals.map((approval) => (
            <li key={approval.id} className="flex flex-col gap-1 px-4 py-3 text-sm" data-decision={approval.decision}>
              <p className={approval.voidedAt === null ? undefined : "text-ink-3 line-through"}>
                {t.rich(approval.decision, { name: approval.by, at: () => <Instant at={approval.at} precise /> })}
              </p>
              {approval.comment === null || approval.comment === "" ? null : (
                <blockquote className="border-l-2 border-line-strong pl-3 text-ink-2">{approval.comment}</blockquote>
              )}
              <p className="text-xs text-ink-3">
                {t("plan")} <code className="font-mono">{approval.specHash.slice(0, 12)}</code>
                {approval.specHash === campaign.specHash ? ` ${t("same")}` : ` ${t("other")}`}
                {approval.expiresAt === null || approval.voidedAt !== null ? null : (
                  <> · {t.rich("expires", { at: () => <Instant at={approval.expiresAt ?? ""} /> })}</>
                )}
                {approval.voidedAt === null ? null : (
                  <> · {t.rich("voided", { at: () => <Instant at={approval.voidedAt ?? ""} /> })}</>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
