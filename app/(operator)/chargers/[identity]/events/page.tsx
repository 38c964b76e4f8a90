import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { EventsView } from "@/components/stations/history/events-view";
import { EVENT_KINDS } from "@/lib/domain/station-event";
import { listStationEvents } from "@/lib/services/history/list-station-events";
import { readChargerSnapshot } from "../charger-snapshot";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

const EVENTS_SHOWN = 100;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = await getTranslations("stationEvents");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function EventsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readChargerSnapshot(ctx, decodeURIComponent((await params).identity));
  const [cursor, asked] = await Promise.all([textParam(searchParams, "cursor"), textParam(searchParams, "kind")]);
  const kind = EVENT_KINDS.find((one) => one === asked) ?? null;
  const page = await listStationEvents(ctx, {
    identity: snapshot.station.identity,
    limit: EVENTS_SHOWN,
    ...(kind === null ? {} : { kind }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return (
    <EventsView
      {...snapshot}
      events={page.items}
      kind={kind}
      nextCursor={page.nextCursor}
      isFirstPage={cursor === undefined}
    />
  );
}
