import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addCharger, renewPassword } from "@/app/(operator)/chargers/actions";
import { operatorContext } from "@/app/context";
import { ocppUrl } from "@/app/ocpp-url";
import { orNotFound } from "@/app/or-not-found";
import { type SearchParams, textParam } from "@/app/search-params";
import type { AddedStation } from "@/components/stations/onboarding/added-station";
import { NewCharger } from "@/components/stations/onboarding/new-charger";
import { PageHeading } from "@/components/ui/page-heading";
import type { ServiceContext } from "@/lib/services/context";
import { listSites } from "@/lib/services/sites/list-sites";
import { listRefusals } from "@/lib/services/stations/list-refusals";
import { readStation } from "@/lib/services/stations/read-station";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboarding"))("title") };
}

export default async function NewChargerPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("onboarding");
  const ctx = await operatorContext();
  const identity = await textParam(searchParams, "identity");
  const known = identity === undefined ? null : await knownStation(ctx, identity);
  const [sites, refusals] = await Promise.all([
    listSites(ctx),
    identity === undefined ? [] : listRefusals(ctx, { identity }),
  ]);
  return (
    <>
      <PageHeading title={t("title")} crumbs={[{ label: t("chargers"), href: "/chargers" }]} />
      <NewCharger
        add={addCharger}
        renewPassword={renewPassword}
        sites={sites}
        known={known}
        refusals={refusals}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}

async function knownStation(ctx: ServiceContext, identity: string): Promise<AddedStation> {
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  return { station, position, password: null, url: await ocppUrl(identity, station.securityProfile) };
}
