import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { ApprovalList } from "@/components/firmware/campaign/approval-list";
import { ApprovalPanel } from "@/components/firmware/campaign/approval-panel";
import { CampaignFrame } from "@/components/firmware/campaign/campaign-frame";
import { orderCampaign } from "../actions";
import { readCampaignSnapshot } from "../campaign-snapshot";

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaign.approvals"))("title") };
}

export default async function ApprovalsPage({ params }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readCampaignSnapshot(ctx, (await params).id);
  const { campaign } = snapshot;
  return (
    <CampaignFrame {...snapshot}>
      {campaign.status === "PendingApproval" ? (
        <ApprovalPanel campaign={campaign} send={orderCampaign} mayApprove={mayDo(ctx, "approve-campaigns")} />
      ) : null}
      <ApprovalList campaign={campaign} />
    </CampaignFrame>
  );
}
