import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { type SearchParams, textParam } from "@/app/search-params";
import { OrphanList, UnstartedList } from "@/components/sessions/problem-extras";
import { SessionList } from "@/components/sessions/session-list";
import { SessionTabs } from "@/components/sessions/session-tabs";
import { PageHeading } from "@/components/ui/page-heading";
import { SESSION_PROBLEMS, type SessionProblem } from "@/lib/domain/session-problem";
import { listOrphanReadings } from "@/lib/services/sessions/list-orphan-readings";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { listUnstarted } from "@/lib/services/sessions/list-unstarted";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function SessionsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const t = await getTranslations("sessions");
  const ctx = await operatorContext();
  const { problem, phase } = await viewOf(searchParams);
  const identity = await textParam(searchParams, "charger");
  const token = await textParam(searchParams, "token");
  const cursor = await textParam(searchParams, "cursor");
  const page = await listSessions(ctx, { phase, problem: problem ?? undefined, identity, token, cursor, limit: 50 });
  const unstarted = problem === "never-charged" ? await listUnstarted(ctx) : [];
  const orphans = problem === "review" ? await listOrphanReadings(ctx) : [];
  return (
    <>
      <PageHeading title={t("title")} />
      <SessionTabs phase={phase} problem={problem} charger={identity ?? null} token={token ?? null} />
      <SessionList
        key={problem ?? phase}
        phase={phase}
        problem={problem}
        charger={identity ?? null}
        token={token ?? null}
        sessions={page.items}
        position={page.position}
        renderedAt={ctx.now().toISOString()}
        nextCursor={page.nextCursor}
        isFirstPage={cursor === undefined}
      />
      <UnstartedList items={unstarted} />
      <OrphanList items={orphans} />
    </>
  );
}

/** What needs a decision has ended; what is stuck runs. */
async function viewOf(
  searchParams: SearchParams,
): Promise<{ readonly problem: SessionProblem | null; readonly phase: "live" | "ended" }> {
  const told = await textParam(searchParams, "problem");
  const problem = SESSION_PROBLEMS.find((known) => known === told) ?? null;
  if (problem !== null) return { problem, phase: problem === "review" ? "ended" : "live" };
  return { problem, phase: (await textParam(searchParams, "phase")) === "ended" ? "ended" : "live" };
}
