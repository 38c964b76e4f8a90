import { getTimeZone, getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { mayManageStations } from "@/app/may";
import { readPanel } from "@/app/read-panel";
import { FleetSize } from "@/components/overview/fleet-size";
import { Overview } from "@/components/overview/overview";
import { PageHeading } from "@/components/ui/page-heading";
import { livePosition } from "@/lib/services/live-position";
import { readFleetState } from "@/lib/services/overview/read-fleet-state";
import { readNeeds } from "@/lib/services/overview/read-needs";
import { readToday } from "@/lib/services/overview/read-today";
import { listSessions } from "@/lib/services/sessions/list-sessions";

const SESSIONS_SHOWN = 8;

export default async function OverviewPage() {
  const t = await getTranslations("overview");
  const ctx = await operatorContext();
  const timeZone = await getTimeZone();
  // The position comes first: an event told twice does no harm, a missed one does.
  const position = await livePosition(ctx.db);
  const renderedAt = ctx.now().toISOString();
  const [fleet, needs, today, sessions] = await Promise.all([
    readPanel(() => readFleetState(ctx)),
    readPanel(() => readNeeds(ctx)),
    readPanel(() => readToday(ctx, { timeZone })),
    readPanel(() => listSessions(ctx, { phase: "live", limit: SESSIONS_SHOWN })),
  ]);
  return (
    <>
      <PageHeading title={t("title")}>
        <FleetSize fleet={fleet} readAt={renderedAt} />
      </PageHeading>
      <Overview
        fleet={fleet}
        needs={needs}
        today={today}
        sessions={sessions}
        mayAddChargers={mayManageStations(ctx)}
        position={position}
        renderedAt={renderedAt}
      />
    </>
  );
}
