import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { type SearchParams, textParam } from "@/app/search-params";
import { JobView } from "@/components/bulk/job-view";
import { BULK_OUTCOMES } from "@/lib/domain/bulk-job";
import { listBulkRows } from "@/lib/services/bulk/list-bulk-rows";
import { readBulkJob } from "@/lib/services/bulk/read-bulk-job";
import { haltBulkJob, repeatBulkJob } from "../../bulk-actions";

type Props = { readonly params: Promise<{ readonly id: string }>; readonly searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bulk"))("job") };
}

export default async function BulkJobPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const { id } = await params;
  const told = await textParam(searchParams, "outcome");
  const outcome = BULK_OUTCOMES.find((known) => known === told);
  const cursor = await textParam(searchParams, "cursor");
  const job = await orNotFound(readBulkJob(ctx, id));
  const rows = await listBulkRows(ctx, id, { outcome, cursor, limit: 100 });
  return (
    <JobView
      job={job}
      rows={rows}
      outcome={outcome ?? null}
      isFirstPage={cursor === undefined}
      actions={{ stop: haltBulkJob, retry: repeatBulkJob }}
    />
  );
}
