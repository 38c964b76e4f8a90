import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { adoptCharger, renewPassword } from "@/app/(operator)/chargers/actions";
import { decideBlock, dismissRefusals } from "@/app/(operator)/chargers/doctor/actions";
import { operatorContext } from "@/app/context";
import { mayManageStations } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { DoctorList } from "@/components/stations/doctor/doctor-list";
import { PageHeading } from "@/components/ui/page-heading";
import { REFUSAL_STATES } from "@/lib/domain/health-view";
import { listSites } from "@/lib/services/sites/list-sites";
import { listHandshakeRefusals } from "@/lib/services/stations/list-handshake-refusals";

const SHOWN_MAX = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("doctor"))("title") };
}

export default async function DoctorPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("doctor");
  const ctx = await operatorContext();
  const told = await textParam(searchParams, "state");
  const state = REFUSAL_STATES.find((one) => one === told) ?? "Open";
  const [found, sites] = await Promise.all([listHandshakeRefusals(ctx, { state, limit: SHOWN_MAX }), listSites(ctx)]);
  const actions = { adopt: adoptCharger, renewPassword, block: decideBlock, dismiss: dismissRefusals };
  return (
    <>
      <PageHeading title={t("title")} crumbs={[{ label: t("chargers"), href: "/chargers" }]} />
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <DoctorList
        state={state}
        refusals={found.items}
        hasMore={found.nextCursor !== null}
        counts={found.counts}
        sites={sites}
        actions={mayManageStations(ctx) ? actions : null}
      />
    </>
  );
}
