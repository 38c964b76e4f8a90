import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { MessageLog } from "@/app/message-page";
import type { SearchParams } from "@/app/search-params";
import { PageHeading } from "@/components/ui/page-heading";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messageLog"))("title") };
}

export default async function MessagesPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("messageLog");
  return (
    <>
      <PageHeading title={t("title")} />
      <MessageLog ctx={await operatorContext()} identity={null} searchParams={searchParams} />
    </>
  );
}
