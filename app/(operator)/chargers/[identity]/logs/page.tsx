import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { type SearchParams, textParam } from "@/app/search-params";
import { LogsView } from "@/components/logs/logs-view";
import { isConnected } from "@/components/stations/shown-status";
import { readStation } from "@/lib/services/stations/read-station";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { endUpload, removeFile, requestLog, showFile } from "./actions";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("logs");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function LogsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  const cursor = await textParam(searchParams, "cursor");
  const page = await orNotFound(listLogs(ctx, { identity, cursor, limit: 20 }));
  const { connectivity } = await orNotFound(readStation(ctx, identity));
  return (
    <LogsView
      identity={identity}
      isConnected={isConnected(connectivity)}
      position={page.position}
      renderedAt={ctx.now().toISOString()}
      jobs={page.items}
      nextCursor={page.nextCursor}
      isFirstPage={cursor === undefined}
      actions={{ request: requestLog, end: endUpload, remove: removeFile, preview: showFile }}
    />
  );
}
