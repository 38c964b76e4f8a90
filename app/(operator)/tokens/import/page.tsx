import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { importCards, previewCards } from "@/app/(operator)/tokens/actions";
import { operatorContext } from "@/app/context";
import { CardTabs } from "@/components/tokens/card-tabs";
import { TokenImport } from "@/components/tokens/import/token-import";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/domain/permissions";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokenImport"))("title") };
}

export default async function TokenImportPage() {
  const t = await getTranslations("tokenImport");
  const ctx = await operatorContext();
  const unknown = await listUnknownTokens(ctx);
  const mayImport = ctx.actor.kind !== "system" && may(ctx.actor.role, "manage-tokens");
  return (
    <>
      <PageHeading title={t("title")} />
      <CardTabs unknownCount={unknown.total} />
      {mayImport ? (
        <TokenImport preview={previewCards} take={importCards} />
      ) : (
        <EmptyState title={t("mayNot")}>{t("mayNotHint")}</EmptyState>
      )}
    </>
  );
}
