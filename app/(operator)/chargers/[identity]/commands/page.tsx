import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { ChargerCommands } from "@/components/stations/charger-commands";
import { listCommands } from "@/lib/services/commands/list-commands";
import { readChargerSnapshot } from "../charger-snapshot";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

const COMMANDS_SHOWN = 50;

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const t = await getTranslations("command");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function CommandsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readChargerSnapshot(ctx, decodeURIComponent((await params).identity));
  const cursor = await textParam(searchParams, "cursor");
  const { identity } = snapshot.station;
  const page = await listCommands(ctx, {
    identity,
    limit: COMMANDS_SHOWN,
    ...(cursor === undefined ? {} : { cursor }),
  });
  return (
    <ChargerCommands {...snapshot} shown={page.items} nextCursor={page.nextCursor} isFirstPage={cursor === undefined} />
  );
}
