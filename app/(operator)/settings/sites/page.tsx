import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addSite, changeSite } from "@/app/(operator)/settings/sites/actions";
import { operatorContext } from "@/app/context";
import { AddSite, SiteList } from "@/components/sites/site-list";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/domain/permissions";
import { listSites } from "@/lib/services/sites/list-sites";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sites"))("title") };
}

export default async function SitesPage() {
  const t = await getTranslations("sites");
  const ctx = await operatorContext();
  const mayChange = ctx.actor.kind !== "system" && may(ctx.actor.role, "manage-stations");
  return (
    <>
      <PageHeading title={t("title")}>{mayChange ? <AddSite add={addSite} /> : undefined}</PageHeading>
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">
        {t("intro")} {mayChange ? null : t("notAllowed")}
      </p>
      <SiteList sites={await listSites(ctx)} mayChange={mayChange} change={changeSite} />
    </>
  );
}
