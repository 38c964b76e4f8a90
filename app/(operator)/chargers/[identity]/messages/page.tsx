import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { MessageLog } from "@/app/message-page";
import { orNotFound } from "@/app/or-not-found";
import type { SearchParams } from "@/app/search-params";
import { ChargerTabs } from "@/components/stations/charger-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { findStationOrThrow } from "@/lib/services/stations/find-station";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("messageLog");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function MessagesPage({ params, searchParams }: Props) {
  const t = await getTranslations("messageLog");
  const ctx = await operatorContext();
  const { identity } = await orNotFound(findStationOrThrow(ctx.db, decodeURIComponent((await params).identity)));
  return (
    <>
      <PageHeading
        title={t("title")}
        crumbs={[{ label: identity, href: `/chargers/${encodeURIComponent(identity)}` }]}
      />
      <ChargerTabs identity={identity} />
      <MessageLog ctx={ctx} identity={identity} searchParams={searchParams} />
    </>
  );
}
