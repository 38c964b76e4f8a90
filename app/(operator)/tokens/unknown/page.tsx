import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { adoptToken } from "@/app/(operator)/tokens/actions";
import { operatorContext } from "@/app/context";
import { CardTabs } from "@/components/tokens/card-tabs";
import { UnknownList } from "@/components/tokens/unknown-list";
import { PageHeading } from "@/components/ui/page-heading";
import { may } from "@/lib/domain/permissions";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("unknownCards"))("title") };
}

export default async function UnknownCardsPage() {
  const t = await getTranslations("unknownCards");
  const ctx = await operatorContext();
  const { items, total } = await listUnknownTokens(ctx);
  const mayAdopt = ctx.actor.kind !== "system" && may(ctx.actor.role, "manage-tokens");
  return (
    <>
      <PageHeading title={t("title")} />
      <CardTabs unknownCount={total} />
      <p className="mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <UnknownList tokens={items} total={total} mayAdopt={mayAdopt} adopt={adoptToken} />
    </>
  );
}
