import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addTrustRoot, removeTrustRoot } from "@/app/(operator)/firmware/releases/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { AddTrustRoot, TrustRootList } from "@/components/firmware/releases/trust-roots";
import { PageHeading } from "@/components/ui/page-heading";
import { listTrustRoots } from "@/lib/services/releases/list-trust-roots";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firmware.trust"))("title") };
}

export default async function TrustPage() {
  const t = await getTranslations("firmware.trust");
  const releases = await getTranslations("firmware.releases");
  const ctx = await operatorContext();
  const mayChange = mayDo(ctx, "control-rollouts");
  return (
    <>
      <PageHeading title={t("title")} crumbs={[{ label: releases("title"), href: "/firmware/releases" }]}>
        {mayChange ? <AddTrustRoot add={addTrustRoot} /> : undefined}
      </PageHeading>
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">
        {t("intro")} {mayChange ? null : t("notAllowed")}
      </p>
      <TrustRootList roots={await listTrustRoots(ctx)} remove={mayChange ? removeTrustRoot : null} />
    </>
  );
}
