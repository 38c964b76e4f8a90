import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createRelease } from "@/app/(operator)/firmware/releases/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { ReleaseForm } from "@/components/firmware/releases/release-form";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { listCompliance } from "@/lib/services/releases/list-compliance";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware.upload"))("title") };
}

export default async function NewReleasePage() {
  const t = await getTranslations("firmware.upload");
  const ctx = await operatorContext();
  const crumbs = [{ label: (await getTranslations("firmware.releases"))("title"), href: "/firmware/releases" }];
  if (!mayDo(ctx, "plan-campaigns")) {
    return (
      <>
        <PageHeading title={t("title")} crumbs={crumbs} />
        <Card>
          <EmptyState title={t("notAllowed")} action={<ButtonLink href="/firmware/releases">{t("back")}</ButtonLink>}>
            {t("notAllowedHint")}
          </EmptyState>
        </Card>
      </>
    );
  }
  const known = (await listCompliance(ctx)).map(({ vendor, model, total }) => ({ vendor, model, stations: total }));
  return (
    <>
      <PageHeading title={t("title")} crumbs={crumbs} />
      <ReleaseForm create={createRelease} known={known} />
    </>
  );
}
