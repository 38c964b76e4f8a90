import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addToken, changeToken, setTokenStatus } from "@/app/(operator)/tokens/actions";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { AddToken } from "@/components/tokens/add-token";
import { CardTabs } from "@/components/tokens/card-tabs";
import { TokenList } from "@/components/tokens/token-list";
import { NextPage } from "@/components/ui/next-page";
import { PageHeading } from "@/components/ui/page-heading";
import { SearchBox } from "@/components/ui/search-box";
import { listGroups } from "@/lib/services/tokens/list-groups";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

export default async function TokensPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("tokens");
  const ctx = await operatorContext();
  const q = await textParam(searchParams, "q");
  const cursor = await textParam(searchParams, "cursor");
  const [page, groups, unknown] = await Promise.all([
    listTokens(ctx, { q, cursor, limit: 50 }),
    listGroups(ctx),
    listUnknownTokens(ctx),
  ]);
  return (
    <>
      <PageHeading title={t("title")}>
        <AddToken add={addToken} groups={groups.map(({ uid }) => uid)} />
      </PageHeading>
      <CardTabs unknownCount={unknown.total} />
      <div className="mb-4">
        <SearchBox q={q ?? ""} label={t("search")} />
      </div>
      <TokenList
        tokens={page.items}
        groups={groups}
        isFiltered={q !== undefined}
        setStatus={setTokenStatus}
        change={changeToken}
      />
      <NextPage
        shown={page.items.length}
        total={page.total}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </>
  );
}
