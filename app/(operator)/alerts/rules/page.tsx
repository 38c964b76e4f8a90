import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addRule, changeRule, removeRule } from "@/app/(operator)/alerts/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { AlertTabs } from "@/components/alerts/alert-tabs";
import { RefreshOnAlerts } from "@/components/alerts/refresh-on-alerts";
import { AddRule, RuleList } from "@/components/alerts/rule-list";
import { PageHeading } from "@/components/ui/page-heading";
import { listRules } from "@/lib/services/alerts/list-rules";
import { listSites } from "@/lib/services/sites/list-sites";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alertRules"))("title") };
}

export default async function AlertRulesPage() {
  const t = await getTranslations("alertRules");
  const ctx = await operatorContext();
  const mayManage = mayDo(ctx, "manage-alerts");
  const [rules, known] = await Promise.all([listRules(ctx), listSites(ctx)]);
  const sites = known.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <RefreshOnAlerts />
      <PageHeading title={t("title")}>{mayManage ? <AddRule add={addRule} sites={sites} /> : undefined}</PageHeading>
      <AlertTabs mayRoute={mayDo(ctx, "manage-alert-routes")} />
      <p className="mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <RuleList rules={rules} sites={sites} actions={mayManage ? { change: changeRule, remove: removeRule } : null} />
    </>
  );
}
