import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { ProfilesPageView } from "@/components/profiles/profiles-page-view";
import { listChargingProfiles } from "@/lib/services/charging/list-charging-profiles";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { readChargerSnapshot } from "../charger-snapshot";

type Props = { readonly params: Promise<{ readonly identity: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("profiles");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function ChargingProfilesPage({ params }: Props) {
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  const snapshot = await readChargerSnapshot(ctx, identity);
  const [profiles, sessions] = await Promise.all([
    listChargingProfiles(ctx, identity),
    listSessions(ctx, { identity, phase: "live", limit: 50 }),
  ]);
  return <ProfilesPageView snapshot={snapshot} profiles={profiles} sessions={sessions.items} />;
}
