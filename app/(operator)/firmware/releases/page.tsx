import { ShieldCheck, Upload } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { countByRelease, newestCampaigns } from "@/app/(operator)/firmware/campaigns-of";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { FirmwareTabs } from "@/components/firmware/firmware-tabs";
import { ReleaseList } from "@/components/firmware/releases/release-list";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { livePosition } from "@/lib/services/live-position";
import { listReleases } from "@/lib/services/releases/list-releases";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware.releases"))("title") };
}

export default async function ReleasesPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  const cursor = await textParam(searchParams, "cursor");
  const position = await livePosition(ctx.db);
  const [page, campaigns] = await Promise.all([listReleases(ctx, { cursor, limit: 50 }), newestCampaigns(ctx)]);
  const mayPlan = mayDo(ctx, "plan-campaigns");
  const upload = mayPlan ? (
    <ButtonLink href="/firmware/releases/new" variant="primary">
      <Upload aria-hidden className="size-4" />
      {t("releases.upload")}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHeading title={t("title")}>
        <ButtonLink href="/firmware/releases/trust">
          <ShieldCheck aria-hidden className="size-4" />
          {t("trust.link")}
        </ButtonLink>
        {upload}
      </PageHeading>
      <FirmwareTabs />
      <ReleaseList
        releases={page.items}
        usedBy={countByRelease(campaigns)}
        position={position}
        renderedAt={ctx.now().toISOString()}
        empty={
          <EmptyState title={t("releases.none")} action={upload}>
            {t("releases.noneHint")}
          </EmptyState>
        }
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
