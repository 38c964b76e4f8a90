import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { ComplianceMatrix } from "@/components/firmware/compliance-matrix";
import { FirmwareTabs } from "@/components/firmware/firmware-tabs";
import { RefreshOnRollouts } from "@/components/firmware/refresh-on-rollouts";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { livePosition } from "@/lib/services/live-position";
import { listCompliance } from "@/lib/services/releases/list-compliance";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware.compliance"))("title") };
}

export default async function CompliancePage() {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  const position = await livePosition(ctx.db);
  const rows = await listCompliance(ctx);
  return (
    <>
      <PageHeading title={t("title")} />
      <FirmwareTabs />
      <RefreshOnRollouts position={position} renderedAt={ctx.now().toISOString()} />
      <p className="mb-4 max-w-prose text-ink-2">{t("compliance.intro")}</p>
      {rows.length === 0 ? (
        <Card>
          <EmptyState
            title={t("compliance.none")}
            action={<ButtonLink href="/chargers">{t("compliance.toChargers")}</ButtonLink>}
          >
            {t("compliance.noneHint")}
          </EmptyState>
        </Card>
      ) : (
        <ComplianceMatrix rows={rows} mayPlan={mayDo(ctx, "plan-campaigns")} />
      )}
    </>
  );
}
