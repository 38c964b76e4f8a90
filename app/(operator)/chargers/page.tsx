import { Plus, Stethoscope } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam, wordsParam } from "@/app/search-params";
import { ChargerFilter } from "@/components/stations/charger-filter";
import { ChargerList } from "@/components/stations/charger-list";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { STATUS_WORDS } from "@/lib/domain/station";
import { listStations } from "@/lib/services/stations/list-stations";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("chargers"))("title") };
}

export default async function ChargersPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("chargers");
  const ctx = await operatorContext();
  const q = await textParam(searchParams, "q");
  const filter = await textParam(searchParams, "filter");
  const status = await wordsParam(searchParams, "status", STATUS_WORDS);
  const cursor = await textParam(searchParams, "cursor");
  const found = await listStations(ctx, { q, filter, status: [...status], cursor, limit: 50 });
  const fleetSize = Object.values(found.counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <PageHeading title={t("title")}>
        <ButtonLink href="/chargers/doctor">
          <Stethoscope aria-hidden className="size-4" />
          {(await getTranslations("doctor"))("link")}
        </ButtonLink>
        <ButtonLink href="/chargers/new" variant="primary">
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </ButtonLink>
      </PageHeading>
      <ChargerFilter q={q ?? ""} filter={filter ?? null} status={status} counts={found.counts} />
      <ChargerList
        stations={found.items}
        total={found.total}
        isFleetEmpty={fleetSize === 0 && q === undefined && filter === undefined}
        position={found.position}
        renderedAt={ctx.now().toISOString()}
        nextCursor={found.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </>
  );
}
