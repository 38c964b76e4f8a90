import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { type SearchParams, textParam } from "@/app/search-params";
import { MessageFilter } from "@/components/messages/message-filter";
import { MessageList } from "@/components/messages/message-list";
import { Card } from "@/components/ui/card";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { listMessages } from "@/lib/services/messages/list-messages";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("message");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function MessagesPage({ params, searchParams }: Props) {
  const t = await getTranslations("message");
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  const action = await textParam(searchParams, "action");
  const told = await textParam(searchParams, "direction");
  const direction = told === "In" || told === "Out" ? told : undefined;
  const result = await textParam(searchParams, "result");
  const cursor = await textParam(searchParams, "cursor");
  const from = instantOf(await textParam(searchParams, "from"));
  const to = instantOf(await textParam(searchParams, "to"));
  const filter = { action, direction, result, from, to } as const;
  const page = await orNotFound(listMessages(ctx, { identity, ...filter, cursor, limit: 100 }));
  return (
    <>
      <PageHeading
        title={t("title")}
        crumbs={[{ label: identity, href: `/chargers/${encodeURIComponent(identity)}` }]}
      />
      <MessageFilter
        direction={direction ?? null}
        action={action ?? null}
        result={result ?? null}
        readAt={ctx.now().toISOString()}
      />
      <Card aria-label={t("title")}>
        <MessageList messages={page.items} />
      </Card>
      <NextPage
        shown={page.items.length}
        total={null}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </>
  );
}

/** Other pages link to one message by its instant; what is none is left out. */
const instantOf = (text: string | undefined): string | undefined =>
  text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
