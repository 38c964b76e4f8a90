import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { sendCardList } from "@/app/(operator)/chargers/[identity]/card-list/actions";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { CardListView } from "@/components/stations/card-list/card-list-view";
import { ChargerTabs } from "@/components/stations/charger-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { listCommands } from "@/lib/services/commands/list-commands";
import { readLocalList } from "@/lib/services/local-lists/read-local-list";
import { readStation } from "@/lib/services/stations/read-station";

type Props = { readonly params: Promise<{ readonly identity: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("cardList");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function CardListPage({ params }: Props) {
  const t = await getTranslations("cardList");
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  // First the position, then the rest: an event told twice does no harm, a missed one does.
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  const [list, commands] = await Promise.all([
    readLocalList(ctx, identity),
    listCommands(ctx, { identity, limit: 20 }),
  ]);
  return (
    <>
      <PageHeading
        title={t("title")}
        crumbs={[{ label: identity, href: `/chargers/${encodeURIComponent(identity)}` }]}
      />
      <ChargerTabs identity={identity} />
      <p className="mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <CardListView
        list={list}
        station={station}
        position={position}
        renderedAt={ctx.now().toISOString()}
        commands={commands.items}
        send={sendCardList}
      />
    </>
  );
}
