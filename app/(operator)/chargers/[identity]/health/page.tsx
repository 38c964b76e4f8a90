import { Stethoscope } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeAccess, rotatePassword } from "@/app/(operator)/chargers/[identity]/health/actions";
import { renewPassword } from "@/app/(operator)/chargers/actions";
import { operatorContext } from "@/app/context";
import { mayManageStations } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { ChargerTabs } from "@/components/stations/charger-tabs";
import { HealthView } from "@/components/stations/health/health-view";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { listCommands } from "@/lib/services/commands/list-commands";
import { listDeviations } from "@/lib/services/stations/list-deviations";
import { listHandshakeRefusals } from "@/lib/services/stations/list-handshake-refusals";
import { listCertificateRequests, listReports, listSecurityEvents } from "@/lib/services/stations/list-station-news";
import { readHealth } from "@/lib/services/stations/read-health";
import { readStation } from "@/lib/services/stations/read-station";

type Props = { readonly params: Promise<{ readonly identity: string }> };

const NEWS_SHOWN = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("health");
  return { title: t("titleOf", { identity: decodeURIComponent((await params).identity) }) };
}

export default async function HealthPage({ params }: Props) {
  const t = await getTranslations("health");
  const ctx = await operatorContext();
  const identity = decodeURIComponent((await params).identity);
  const { position, ...station } = await orNotFound(readStation(ctx, identity));
  const wanted = { identity, limit: NEWS_SHOWN };
  const [health, refusals, deviations, reports, events, certificateRequests, commands] = await Promise.all([
    readHealth(ctx, identity),
    listHandshakeRefusals(ctx, { ...wanted, state: "Open" }),
    listDeviations(ctx, identity),
    listReports(ctx, wanted),
    listSecurityEvents(ctx, wanted),
    listCertificateRequests(ctx, wanted),
    listCommands(ctx, { identity, limit: 20 }),
  ]);
  return (
    <>
      <PageHeading title={t("title")} crumbs={[{ label: identity, href: `/chargers/${encodeURIComponent(identity)}` }]}>
        <ButtonLink href="/chargers/doctor">
          <Stethoscope aria-hidden className="size-4" />
          {(await getTranslations("doctor"))("link")}
        </ButtonLink>
      </PageHeading>
      <ChargerTabs identity={identity} />
      <HealthView
        station={station}
        position={position}
        renderedAt={ctx.now().toISOString()}
        health={health}
        refusals={refusals.items}
        deviations={deviations}
        reports={reports.items}
        events={events.items}
        certificateRequests={certificateRequests.items}
        commands={commands.items}
        actions={mayManageStations(ctx) ? { renewPassword, rotatePassword, changeAccess } : null}
      />
    </>
  );
}
