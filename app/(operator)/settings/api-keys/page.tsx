import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addApiKey, endApiKey } from "@/app/(operator)/settings/api-keys/actions";
import { operatorContext } from "@/app/context";
import { ApiKeys } from "@/components/access/api-keys";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/domain/permissions";
import { listApiKeys } from "@/lib/services/auth/list-api-keys";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apiKeys"))("title") };
}

export default async function ApiKeysPage() {
  const t = await getTranslations("apiKeys");
  const ctx = await operatorContext();
  const isAllowed = ctx.actor.kind !== "system" && may(ctx.actor.role, "manage-access");
  return (
    <>
      <PageHeading title={t("title")} />
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      {isAllowed ? (
        <ApiKeys keys={await listApiKeys(ctx)} add={addApiKey} end={endApiKey} />
      ) : (
        <Card>
          <EmptyState title={t("notAllowed")}>{t("notAllowedHint")}</EmptyState>
        </Card>
      )}
    </>
  );
}
