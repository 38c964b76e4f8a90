import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { AlertFilter } from "@/components/alerts/alert-filter";
import { AlertList } from "@/components/alerts/alert-list";
import { AlertTabs } from "@/components/alerts/alert-tabs";
import { EmptyState } from "@/components/ui/empty-state";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { ALERT_KINDS } from "@/lib/domain/alerts/alert-rule";
import { ALERT_GROUPS } from "@/lib/domain/alerts/alert-view";
import { countAlertGroups } from "@/lib/services/alerts/count-groups";
import { listAlerts } from "@/lib/services/alerts/list-alerts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alerts"))("title") };
}

export default async function AlertsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("alerts");
  const ctx = await operatorContext();
  const [wanted, kindTold, identity, cursor] = await Promise.all(
    ["group", "kind", "charger", "cursor"].map((name) => textParam(searchParams, name)),
  );
  const group = ALERT_GROUPS.find((known) => known === wanted) ?? "Open";
  const kind = ALERT_KINDS.find((known) => known === kindTold);
  const [page, counts] = await Promise.all([
    listAlerts(ctx, { group, kind, identity, cursor, limit: 50 }),
    countAlertGroups(ctx),
  ]);
  return (
    <>
      <PageHeading title={t("title")} />
      <AlertTabs mayRoute={mayDo(ctx, "manage-alert-routes")} />
      <AlertFilter group={group} counts={counts} kind={kind ?? null} charger={identity ?? null} />
      <AlertList
        alerts={page.items}
        empty={<EmptyState title={t(`none.${group}`)}>{t(`noneHint.${group}`)}</EmptyState>}
      />
      <NextPage
        shown={page.items.length}
        total={kind === undefined && identity === undefined ? counts[group] : null}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </>
  );
}
