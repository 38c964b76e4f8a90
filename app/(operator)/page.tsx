import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { Overview } from "@/components/overview/overview";
import { PageHeading } from "@/components/ui/page-heading";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { listRefusals } from "@/lib/services/stations/list-refusals";
import { listStations } from "@/lib/services/stations/list-stations";

const SHOWN = 8;

export default async function OverviewPage() {
  const t = await getTranslations("overview");
  const ctx = await operatorContext();
  const faulted = await listStations(ctx, { status: ["Fault"], limit: SHOWN });
  const [away, sessions, inbox] = await Promise.all([
    listStations(ctx, { status: ["Offline"], limit: SHOWN }),
    listSessions(ctx, { phase: "live", limit: SHOWN }),
    listRefusals(ctx),
  ]);
  return (
    <>
      <PageHeading title={t("title")} />
      <Overview
        counts={faulted.counts}
        attention={[...faulted.items, ...away.items].slice(0, SHOWN)}
        attentionTotal={faulted.total + away.total}
        sessions={sessions.items}
        hasMoreSessions={sessions.nextCursor !== null}
        inboxCount={new Set(inbox.map(({ identity }) => identity)).size}
        position={faulted.position}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}
