import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addGroup, changeGroup } from "@/app/(operator)/tokens/actions";
import { operatorContext } from "@/app/context";
import { CardTabs } from "@/components/tokens/card-tabs";
import { AddGroup, GroupList } from "@/components/tokens/group-list";
import { PageHeading } from "@/components/ui/page-heading";
import { listGroups } from "@/lib/services/tokens/list-groups";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("groups"))("title") };
}

export default async function GroupsPage() {
  const t = await getTranslations("groups");
  const ctx = await operatorContext();
  const [groups, unknown] = await Promise.all([listGroups(ctx), listUnknownTokens(ctx)]);
  return (
    <>
      <PageHeading title={t("title")}>
        <AddGroup add={addGroup} />
      </PageHeading>
      <CardTabs unknownCount={unknown.total} />
      <p className="mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <GroupList groups={groups} change={changeGroup} />
    </>
  );
}
