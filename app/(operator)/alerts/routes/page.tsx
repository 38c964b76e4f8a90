import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addRoute, changeRoute, removeRoute, renewSecret, sendTest } from "@/app/(operator)/alerts/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { AlertTabs } from "@/components/alerts/alert-tabs";
import { RefreshOnAlerts } from "@/components/alerts/refresh-on-alerts";
import { AddRoute, RouteList } from "@/components/alerts/route-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { listRoutes } from "@/lib/services/alerts/list-routes";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alertRoutes"))("title") };
}

export default async function AlertRoutesPage() {
  const t = await getTranslations("alertRoutes");
  const ctx = await operatorContext();
  const mayRoute = mayDo(ctx, "manage-alert-routes");
  return (
    <>
      <RefreshOnAlerts />
      <PageHeading title={t("title")}>{mayRoute ? <AddRoute add={addRoute} /> : undefined}</PageHeading>
      <AlertTabs mayRoute={mayRoute} />
      <p className="mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      {mayRoute ? (
        <RouteList
          routes={await listRoutes(ctx)}
          actions={{ change: changeRoute, remove: removeRoute, test: sendTest, renewSecret }}
        />
      ) : (
        <Card>
          <EmptyState title={t("notAllowed")} />
        </Card>
      )}
    </>
  );
}
