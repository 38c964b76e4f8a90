import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { letRolloutsGoOn, readRolloutsNow, stopRollouts } from "@/app/(operator)/firmware/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { type SearchParams, textParam, wordsParam } from "@/app/search-params";
import { CampaignFilter } from "@/components/firmware/campaign-filter";
import { CampaignList } from "@/components/firmware/campaign-list";
import { FirmwareTabs } from "@/components/firmware/firmware-tabs";
import { RolloutsBanner, StopRollouts } from "@/components/firmware/rollouts-state";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { CAMPAIGN_STATES } from "@/lib/domain/firmware/campaign-states";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import { livePosition } from "@/lib/services/live-position";
import { listReleases } from "@/lib/services/releases/list-releases";
import { readRollouts } from "@/lib/services/rollout/kill-switch";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware"))("title") };
}

export default async function FirmwarePage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  const [status] = await wordsParam(searchParams, "status", CAMPAIGN_STATES);
  const cursor = await textParam(searchParams, "cursor");
  const position = await livePosition(ctx.db);
  const [page, rollouts] = await Promise.all([listCampaigns(ctx, { status, cursor, limit: 50 }), readRollouts(ctx)]);
  const [mayPlan, mayControl] = [mayDo(ctx, "plan-campaigns"), mayDo(ctx, "control-rollouts")];
  return (
    <>
      <PageHeading title={t("title")}>
        {mayControl && rollouts.stoppedAt === null ? <StopRollouts stop={stopRollouts} /> : null}
        {mayPlan ? (
          <ButtonLink href="/firmware/campaigns/new" variant="primary">
            <Plus aria-hidden className="size-4" />
            {t("newCampaign")}
          </ButtonLink>
        ) : null}
      </PageHeading>
      <FirmwareTabs />
      <RolloutsBanner rollouts={rollouts} read={readRolloutsNow} letGoOn={mayControl ? letRolloutsGoOn : null} />
      <CampaignFilter status={status ?? null} />
      <CampaignList
        campaigns={page.items}
        mayPlan={mayPlan}
        position={position}
        renderedAt={ctx.now().toISOString()}
        empty={<NoCampaigns isFiltered={status !== undefined} mayPlan={mayPlan} hasRelease={await hasRelease(ctx)} />}
      />
      {page.items.length === 0 && cursor === undefined ? null : (
        <NextPage
          shown={page.items.length}
          total={null}
          nextCursor={page.nextCursor}
          isFirstPage={cursor === undefined}
        />
      )}
    </>
  );
}

/** There is nothing to roll out before there is a release that passed its checks. */
async function hasRelease(ctx: Awaited<ReturnType<typeof operatorContext>>): Promise<boolean> {
  const { items } = await listReleases(ctx, { status: "Verified", limit: 1 });
  return items.length > 0;
}

type EmptyProps = { readonly isFiltered: boolean; readonly mayPlan: boolean; readonly hasRelease: boolean };

async function NoCampaigns({ isFiltered, mayPlan, hasRelease: isReady }: EmptyProps) {
  const t = await getTranslations("firmware.none");
  if (isFiltered) {
    return <EmptyState title={t("noMatch")} action={<ButtonLink href="/firmware">{t("showAll")}</ButtonLink>} />;
  }
  if (!mayPlan) return <EmptyState title={t("title")}>{t("hintReader")}</EmptyState>;
  const [href, label] = isReady
    ? (["/firmware/campaigns/new", t("plan")] as const)
    : (["/firmware/releases/new", t("upload")] as const);
  return (
    <EmptyState title={t("title")} action={<ButtonLink href={href}>{label}</ButtonLink>}>
      {t(isReady ? "hint" : "hintNoRelease")}
    </EmptyState>
  );
}
