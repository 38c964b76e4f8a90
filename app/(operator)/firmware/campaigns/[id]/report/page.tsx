import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { ReportView } from "@/components/firmware/campaign/report-view";
import type { ReportRow } from "@/lib/domain/firmware/campaign-view";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { reportRows } from "@/lib/services/campaigns/read-report";
import type { ServiceContext } from "@/lib/services/context";

type Props = { readonly params: Promise<{ readonly id: string }> };

/** Paper ends somewhere; the file has all. */
const ROWS_MAX = 1_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaign.report"))("open") };
}

export default async function ReportPage({ params }: Props) {
  const ctx = await operatorContext();
  const campaign = await orNotFound(readCampaign(ctx, (await params).id));
  const [{ rows, isCut }, check] = await Promise.all([firstRows(ctx, campaign.id), checkJournal(ctx, campaign.id)]);
  return <ReportView campaign={campaign} rows={rows} isCut={isCut} check={check} madeAt={ctx.now().toISOString()} />;
}

/** Those that did not succeed are what a reader looks for: they come first and are never cut for the others. */
async function firstRows(
  ctx: ServiceContext,
  id: string,
): Promise<{ readonly rows: readonly ReportRow[]; readonly isCut: boolean }> {
  const odd: ReportRow[] = [];
  const plain: ReportRow[] = [];
  let all = 0;
  for await (const rows of await reportRows(ctx, id)) {
    for (const row of rows) {
      all += 1;
      const kept = row.status === "Succeeded" && row.isVerified !== false ? plain : odd;
      if (kept.length < ROWS_MAX) kept.push(row);
    }
  }
  const rows = [...odd, ...plain].slice(0, ROWS_MAX);
  return { rows, isCut: rows.length < all };
}
