import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { SessionList } from "@/components/sessions/session-list";
import { SessionTabs } from "@/components/sessions/session-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { listSessions } from "@/lib/services/sessions/list-sessions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function SessionsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("sessions");
  const ctx = await operatorContext();
  const phase = (await textParam(searchParams, "phase")) === "ended" ? "ended" : "live";
  const identity = await textParam(searchParams, "charger");
  const token = await textParam(searchParams, "token");
  const cursor = await textParam(searchParams, "cursor");
  const page = await listSessions(ctx, { phase, identity, token, cursor, limit: 50 });
  return (
    <>
      <PageHeading title={t("title")} />
      <SessionTabs phase={phase} charger={identity ?? null} token={token ?? null} />
      <SessionList
        key={phase}
        phase={phase}
        charger={identity ?? null}
        token={token ?? null}
        sessions={page.items}
        position={page.position}
        renderedAt={ctx.now().toISOString()}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
    </>
  );
}
