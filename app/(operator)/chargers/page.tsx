import { ListChecks, Plus, Stethoscope } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import type { SearchParams } from "@/app/search-params";
import { readListAddress } from "@/components/lists/list-address";
import { PAGE_ROWS } from "@/components/lists/list-loading";
import { CHARGER_KIND } from "@/components/stations/charger-kind";
import { ChargerList } from "@/components/stations/charger-list";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { countWithoutTerms } from "@/lib/services/filter/count-without-terms";
import { listStations } from "@/lib/services/stations/list-stations";
import { listViews } from "@/lib/services/views/list-views";
import { VIEW_ACTIONS } from "../view-actions-of-lists";
import { beginBulkJob, previewBulkJob } from "./bulk-actions";
import { pageChargers } from "./list-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chargers"))("title") };
}

export default async function ChargersPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("chargers");
  const ctx = await operatorContext();
  const address = readListAddress(await searchParams, CHARGER_KIND);
  const { filter, sort } = address;
  const [found, views] = await Promise.all([
    listStations(ctx, { filter, sort, limit: PAGE_ROWS }),
    listViews(ctx, "Chargers"),
  ]);
  const { items, nextCursor, position } = found;
  return (
    <>
      <PageHeading title={t("title")}>
        <ButtonLink href="/chargers/doctor">
          <Stethoscope aria-hidden className="size-4" />
          {(await getTranslations("doctor"))("link")}
        </ButtonLink>
        <ButtonLink href="/chargers/bulk">
          <ListChecks aria-hidden className="size-4" />
          {(await getTranslations("bulk"))("jobs")}
        </ButtonLink>
        <ButtonLink href="/chargers/new" variant="primary">
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </ButtonLink>
      </PageHeading>
      <ChargerList
        address={address}
        first={{ items, nextCursor, position, renderedAt: ctx.now().toISOString() }}
        total={found.total}
        counts={found.counts}
        without={found.total === 0 ? await countWithoutTerms(ctx, "Chargers", filter) : []}
        views={views}
        mayShare={mayDo(ctx, "manage-access")}
        load={pageChargers}
        actions={VIEW_ACTIONS}
        bulk={{ preview: previewBulkJob, create: beginBulkJob }}
      />
    </>
  );
}
