import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addSite } from "@/app/(operator)/sites/actions";
import { operatorContext } from "@/app/context";
import { mayManageStations } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { AddSite } from "@/components/sites/add-site";
import { SiteList } from "@/components/sites/site-list";
import { SiteTabs } from "@/components/sites/site-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { SearchBox } from "@/components/ui/search-box";
import { surveySites } from "@/lib/services/sites/survey-sites";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sites"))("title") };
}

export default async function SitesPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("sites");
  const ctx = await operatorContext();
  const q = await textParam(searchParams, "q");
  const { items, total, position } = await surveySites(ctx, { q });
  const mayChange = mayManageStations(ctx);
  return (
    <>
      <PageHeading title={t("title")}>{mayChange ? <AddSite add={addSite} /> : undefined}</PageHeading>
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">
        {t("intro")} {mayChange ? null : t("notAllowed")}
      </p>
      <SiteTabs />
      {total === 0 ? null : (
        <div className="mb-4">
          <SearchBox q={q ?? ""} label={t("search")} />
        </div>
      )}
      <SiteList sites={items} total={total} position={position} renderedAt={ctx.now().toISOString()} />
    </>
  );
}
