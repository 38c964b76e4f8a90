import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { ChargerSessions } from "@/components/stations/charger-sessions";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readChargerSnapshot } from "../charger-snapshot";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

const SESSIONS_SHOWN = 50;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = await getTranslations("session");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function ChargerSessionsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readChargerSnapshot(ctx, decodeURIComponent((await params).identity));
  const cursor = await textParam(searchParams, "cursor");
  const { identity } = snapshot.station;
  const page = await listSessions(ctx, {
    identity,
    limit: SESSIONS_SHOWN,
    ...(cursor === undefined ? {} : { cursor }),
  });
  return (
    <ChargerSessions
      {...snapshot}
      sessions={page.items}
      nextCursor={page.nextCursor}
      isFirstPage={cursor === undefined}
    />
  );
}
