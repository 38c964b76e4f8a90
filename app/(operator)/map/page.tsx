import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mapTiles } from "@/app/map-tiles";
import { type SearchParams, textParam } from "@/app/search-params";
import { SiteMap } from "@/components/sites/map/site-map";
import { SiteTabs } from "@/components/sites/site-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { SearchBox } from "@/components/ui/search-box";
import { surveySites } from "@/lib/services/sites/survey-sites";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("map"))("title") };
}

export default async function MapPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("map");
  const ctx = await operatorContext();
  const q = await textParam(searchParams, "q");
  const site = await textParam(searchParams, "site");
  const { items, position } = await surveySites(ctx, { q });
  return (
    <>
      <PageHeading title={t("title")} />
      <SiteTabs />
      <div className="mb-4">
        <SearchBox q={q ?? ""} label={(await getTranslations("sites"))("search")} />
      </div>
      <SiteMap
        sites={items}
        tiles={mapTiles()}
        chosenId={site !== undefined && /^\d{1,10}$/.test(site) ? Number(site) : null}
        position={position}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}
