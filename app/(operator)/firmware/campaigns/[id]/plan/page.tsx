import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { CampaignFrame } from "@/components/firmware/campaign/campaign-frame";
import { PlanView } from "@/components/firmware/campaign/plan-view";
import { readCampaignSnapshot } from "../campaign-snapshot";
import { readPlan } from "../read-plan";

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaign.plan"))("title") };
}

export default async function PlanPage({ params }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readCampaignSnapshot(ctx, (await params).id);
  const plan = await readPlan(ctx, snapshot.campaign);
  return (
    <CampaignFrame {...snapshot}>
      <PlanView campaign={snapshot.campaign} {...plan} />
    </CampaignFrame>
  );
}
