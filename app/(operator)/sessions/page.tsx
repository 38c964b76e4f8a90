import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import type { SearchParams } from "@/app/search-params";
import { readListAddress } from "@/components/lists/list-address";
import { PAGE_ROWS } from "@/components/lists/list-loading";
import { OrphanList, UnstartedList } from "@/components/sessions/problem-extras";
import { SESSION_KIND, subjectOf } from "@/components/sessions/session-kind";
import { SessionList } from "@/components/sessions/session-list";
import { PageHeading } from "@/components/ui/page-heading";
import { countWithoutTerms } from "@/lib/services/filter/count-without-terms";
import { listOrphanReadings } from "@/lib/services/sessions/list-orphan-readings";
import { countSessions, listSessions } from "@/lib/services/sessions/list-sessions";
import { listUnstarted } from "@/lib/services/sessions/list-unstarted";
import { listViews } from "@/lib/services/views/list-views";
import { VIEW_ACTIONS } from "../view-actions-of-lists";
import { pageSessions } from "./list-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function SessionsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("sessions");
  const ctx = await operatorContext();
  const address = readListAddress(await searchParams, SESSION_KIND);
  const { filter, sort } = address;
  const subject = subjectOf(filter);
  const [found, total, views, unstarted, orphans] = await Promise.all([
    listSessions(ctx, { filter, sort, limit: PAGE_ROWS }),
    countSessions(ctx, { filter }),
    listViews(ctx, "Sessions"),
    subject === "never-charged" ? listUnstarted(ctx) : [],
    subject === "review" ? listOrphanReadings(ctx) : [],
  ]);
  const { items, nextCursor, position } = found;
  return (
    <>
      <PageHeading title={t("title")} />
      <SessionList
        address={address}
        first={{ items, nextCursor, position, renderedAt: ctx.now().toISOString() }}
        total={total}
        without={items.length === 0 ? await countWithoutTerms(ctx, "Sessions", filter) : []}
        views={views}
        mayShare={mayDo(ctx, "manage-access")}
        load={pageSessions}
        actions={VIEW_ACTIONS}
      />
      <UnstartedList items={unstarted} />
      <OrphanList items={orphans} />
    </>
  );
}
