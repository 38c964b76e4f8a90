import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { createPlan } from "@/app/(operator)/firmware/campaigns/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { NewPlan } from "@/components/firmware/plan/new-plan";
import { PageHeading } from "@/components/ui/page-heading";
import { listReleases } from "@/lib/services/releases/list-releases";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware"))("newCampaign") };
}

export default async function NewCampaignPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  if (!mayDo(ctx, "plan-campaigns")) redirect("/firmware");
  const [releaseId, model] = [await textParam(searchParams, "release"), await textParam(searchParams, "model")];
  const { items } = await listReleases(ctx, { status: "Verified", limit: 200 });
  return (
    <>
      <PageHeading title={t("newCampaign")} crumbs={[{ label: t("title"), href: "/firmware" }]} />
      <NewPlan
        releases={items}
        release={items.find(({ id }) => id === releaseId) ?? null}
        targets={model === undefined ? {} : { models: [model] }}
        create={createPlan}
      />
    </>
  );
}
