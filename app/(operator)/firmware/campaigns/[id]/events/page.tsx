import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { CampaignFrame } from "@/components/firmware/campaign/campaign-frame";
import { EventList } from "@/components/firmware/campaign/event-list";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { listEvents } from "@/lib/services/campaigns/list-events";
import { readCampaignSnapshot } from "../campaign-snapshot";

type Props = { readonly params: Promise<{ readonly id: string }>; readonly searchParams: SearchParams };

/** The whole journal is checked each time. */
const CHECK_EVERY_MS = 5_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaign.events"))("title") };
}

export default async function EventsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readCampaignSnapshot(ctx, (await params).id);
  const { id } = snapshot.campaign;
  const [cursor, jobId] = await Promise.all([textParam(searchParams, "cursor"), textParam(searchParams, "job")]);
  const [page, check] = await Promise.all([
    listEvents(ctx, id, {
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
      ...(jobId === undefined ? {} : { jobId }),
    }),
    checkJournal(ctx, id),
  ]);
  return (
    <CampaignFrame {...snapshot} refreshMs={CHECK_EVERY_MS}>
      <EventList
        campaignId={id}
        events={page.items}
        check={check}
        jobId={jobId ?? null}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </CampaignFrame>
  );
}
