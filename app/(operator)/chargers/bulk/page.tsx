import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { JobList } from "@/components/bulk/job-list";
import { PageHeading } from "@/components/ui/page-heading";
import { listBulkJobs } from "@/lib/services/bulk/list-bulk-jobs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk"))("jobs") };
}

export default async function BulkJobsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("bulk");
  const cursor = await textParam(searchParams, "cursor");
  const { items, nextCursor } = await listBulkJobs(await operatorContext(), { cursor });
  const crumbs = [{ label: (await getTranslations("chargers"))("title"), href: "/chargers" }];
  return (
    <>
      <PageHeading title={t("jobs")} crumbs={crumbs} />
      <JobList jobs={items} nextCursor={nextCursor} isFirstPage={cursor === undefined} />
    </>
  );
}
