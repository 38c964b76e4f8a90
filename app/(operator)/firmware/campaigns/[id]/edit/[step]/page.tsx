import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { savePlan, submitPlan } from "@/app/(operator)/firmware/campaigns/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { FirmwareStep } from "@/components/firmware/plan/firmware-step";
import type { SavedPlan } from "@/components/firmware/plan/plan";
import { ReviewStep } from "@/components/firmware/plan/review-step";
import { RolloutStep } from "@/components/firmware/plan/rollout-step";
import { SafetyStep } from "@/components/firmware/plan/safety-step";
import { isStep, type Step } from "@/components/firmware/plan/steps";
import { TargetsStep } from "@/components/firmware/plan/targets-step";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { listReleases } from "@/lib/services/releases/list-releases";
import { readRelease } from "@/lib/services/releases/read-release";
import { listSites } from "@/lib/services/sites/list-sites";
import { lastCampaignOf, previewOf, targetOptions } from "./plan-reading";

type Props = { readonly params: Promise<{ readonly id: string; readonly step: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await orNotFound(readCampaign(await operatorContext(), (await params).id));
  return { title: name };
}

export default async function EditCampaignPage({ params }: Props) {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  const { id, step } = await params;
  if (!isStep(step)) notFound();
  const campaign = await orNotFound(readCampaign(ctx, id));
  const isEditable = campaign.actions.edit && mayDo(ctx, "plan-campaigns");
  return (
    <>
      <PageHeading title={campaign.name} crumbs={[{ label: t("title"), href: "/firmware" }]} />
      {isEditable ? (
        await stepOf(ctx, campaign, step)
      ) : (
        <Card>
          <EmptyState
            title={t("plan.notEditable")}
            action={<ButtonLink href={`/firmware/campaigns/${id}`}>{t("plan.toCampaign")}</ButtonLink>}
          >
            {t("plan.notEditableHint")}
          </EmptyState>
        </Card>
      )}
    </>
  );
}

const planOf = ({ id, rev, status, name, release, spec, startAt }: CampaignView): SavedPlan => ({
  id,
  rev,
  status,
  name,
  releaseId: release.id,
  spec,
  startAt,
});

async function stepOf(ctx: ServiceContext, campaign: CampaignView, step: Step): Promise<ReactNode> {
  const common = { plan: planOf(campaign), save: savePlan };
  switch (step) {
    case "firmware":
      return (
        <FirmwareStep {...common} releases={(await listReleases(ctx, { status: "Verified", limit: 200 })).items} />
      );
    case "targets":
      return (
        <TargetsStep
          {...common}
          options={await targetOptions(ctx, campaign)}
          preview={await previewOf(ctx, campaign)}
        />
      );
    case "rollout":
      return <RolloutStep {...common} preview={await previewOf(ctx, campaign)} />;
    case "safety":
      return <SafetyStep {...common} preview={await previewOf(ctx, campaign)} />;
    case "review":
      return (
        <ReviewStep
          // What is reviewed is what is saved; nothing of an older reading stays.
          key={campaign.rev}
          {...common}
          submit={submitPlan}
          release={await readRelease(ctx, campaign.release.id)}
          preview={await previewOf(ctx, campaign)}
          sites={await listSites(ctx)}
          last={await lastCampaignOf(ctx, campaign)}
          createdBy={campaign.createdBy}
        />
      );
  }
}
