import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { changeSite } from "@/app/(operator)/sites/actions";
import { operatorContext } from "@/app/context";
import { mayManageStations } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { EditSite } from "@/components/sites/edit-site";
import { SitePageView } from "@/components/sites/site-page-view";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readSite } from "@/lib/services/sites/read-site";
import { listStations } from "@/lib/services/stations/list-stations";

type Params = { readonly params: Promise<{ readonly id: string }> };

const CHARGERS_SHOWN = 200;
const SESSIONS_SHOWN = 50;

/** Read once for the page and its title. */
const found = cache(async (id: string) => orNotFound(readSite(await operatorContext(), toNumber(id))));

/** What is no number is no site either. */
const toNumber = (id: string): number => (/^\d{1,10}$/.test(id) ? Number(id) : 0);

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await found((await params).id)).site.name };
}

export default async function SitePage({ params }: Params) {
  const ctx = await operatorContext();
  const { site, position } = await found((await params).id);
  const [chargers, sessions] = await Promise.all([
    listStations(ctx, { siteId: site.id, limit: CHARGERS_SHOWN }),
    listSessions(ctx, { siteId: site.id, from: site.dayBeganAt, limit: SESSIONS_SHOWN }),
  ]);
  const t = await getTranslations("sites");
  return (
    <>
      <PageHeading title={site.name} crumbs={[{ label: t("title"), href: "/sites" }]}>
        {site.latitude === null ? null : <ButtonLink href={`/map?site=${site.id}`}>{t("onTheMap")}</ButtonLink>}
        {mayManageStations(ctx) ? <EditSite site={site} change={changeSite} /> : null}
      </PageHeading>
      <SitePageView
        site={site}
        chargers={chargers.items}
        chargerTotal={chargers.total}
        sessions={sessions.items}
        hasMoreSessions={sessions.nextCursor !== null}
        position={position}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}
