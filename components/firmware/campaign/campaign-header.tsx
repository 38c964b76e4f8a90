"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useNow } from "@/components/live/use-live";
import { Instant, useSpanText } from "@/components/time/time";
import type { ApprovalView, CampaignView } from "@/lib/domain/firmware/campaign-view";
import { CampaignStateChip } from "../campaign-state";
import { CampaignActions } from "./campaign-actions";
import type { OrderCampaign } from "./campaign-orders";
import { openWave } from "./wave-progress";

type Props = {
  readonly campaign: CampaignView;
  readonly send: OrderCampaign;
  /** When what is shown was read from the books. */
  readonly renderedAt: string;
};

export function CampaignHeader({ campaign, send, renderedAt }: Props) {
  const t = useTranslations("campaign");
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <Link href="/firmware" className="text-sm text-ink-3 hover:text-ink print:hidden">
          {t("all")}
          <span aria-hidden> ›</span>
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-lg font-semibold break-words">{campaign.name}</h1>
          <CampaignStateChip campaign={campaign} />
          {campaign.isEmergency ? (
            <span className="inline-flex h-6 items-center gap-1.5 rounded-md bg-fault-soft px-2 text-xs font-medium text-fault-ink">
              <TriangleAlert aria-hidden className="size-3" />
              {t("emergency")}
            </span>
          ) : null}
        </div>
        <Facts campaign={campaign} />
        <ReadAt renderedAt={renderedAt} />
      </div>
      <CampaignActions campaign={campaign} send={send} />
    </div>
  );
}

function Facts({ campaign }: { readonly campaign: CampaignView }) {
  const t = useTranslations("campaign");
  const approval = standingApproval(campaign.approvals);
  const wave = openWave(campaign.waves);
  const link = (text: ReactNode): ReactNode => (
    <Link
      href={`/firmware/releases/${campaign.release.id}`}
      className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
    >
      {text}
    </Link>
  );
  return (
    <p className="mt-1 flex flex-wrap gap-x-2 text-sm text-ink-2">
      <span>{t.rich("release", { vendor: campaign.release.vendor, version: campaign.release.version, link })}</span>
      {wave === null ? null : (
        <Fact>{t("waveOf", { n: wave.index + 1, count: campaign.waves.length, name: wave.name })}</Fact>
      )}
      <Fact>{t.rich("createdBy", { name: campaign.createdBy, at: () => <Instant at={campaign.createdAt} /> })}</Fact>
      {approval === null ? null : (
        <Fact>{t.rich("approvedBy", { name: approval.by, at: () => <Instant at={approval.at} /> })}</Fact>
      )}
      {campaign.deadlineAt === null || campaign.finishedAt !== null ? null : (
        <Fact>{t.rich("deadline", { at: () => <Instant at={campaign.deadlineAt ?? ""} /> })}</Fact>
      )}
      {campaign.finishedAt === null ? null : (
        <Fact>{t.rich("finished", { at: () => <Instant at={campaign.finishedAt ?? ""} /> })}</Fact>
      )}
    </p>
  );
}

const Fact = ({ children }: { readonly children: ReactNode }) => (
  <span>
    <span aria-hidden className="mr-2 text-ink-3 max-sm:hidden">
      ·
    </span>
    {children}
  </span>
);

/** The one it runs under; null while there is none. */
export const standingApproval = (approvals: readonly ApprovalView[]): ApprovalView | null =>
  approvals.find(({ decision, voidedAt }) => decision === "Approved" && voidedAt === null) ?? null;

/** Beyond this the page says how old it is: a campaign at work is read again every second or two. */
const FRESH_MS = 10_000;

function ReadAt({ renderedAt }: { readonly renderedAt: string }) {
  const t = useTranslations("campaign");
  const now = useNow();
  const spanText = useSpanText();
  const ageMs = Math.max(0, now - Date.parse(renderedAt));
  return (
    <p className="mt-0.5 text-xs text-ink-3 print:hidden" data-testid="read-at">
      {ageMs < FRESH_MS ? t("readNow") : t("readAgo", { span: spanText(ageMs) })}
    </p>
  );
}
