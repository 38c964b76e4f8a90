import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { SettingsPageView } from "@/components/settings/settings-page-view";
import { listSettings } from "@/lib/services/stations/list-settings";
import { readChargerSnapshot } from "../charger-snapshot";

type Props = { readonly params: Promise<{ readonly identity: string }>; readonly searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("settings");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function SettingsPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  const snapshot = await readChargerSnapshot(ctx, identity);
  const settings = await listSettings(ctx, identity);
  return <SettingsPageView snapshot={snapshot} settings={settings} q={(await textParam(searchParams, "q")) ?? ""} />;
}
