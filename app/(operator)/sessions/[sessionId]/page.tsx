import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { SessionDetailView } from "@/components/sessions/session-detail-view";
import { listCommands } from "@/lib/services/commands/list-commands";
import { explainSession } from "@/lib/services/sessions/explain-session";
import { readStation } from "@/lib/services/stations/read-station";
import { listTokens } from "@/lib/services/tokens/list-tokens";
import { closeSession, resolveSession } from "./actions";

type Props = { readonly params: Promise<{ readonly sessionId: string }> };

const ID = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("session");
  return { title: t("title", { id: (await params).sessionId }) };
}

export default async function SessionPage({ params }: Props) {
  const ctx = await operatorContext();
  const { sessionId } = await params;
  if (!ID.test(sessionId)) notFound();
  const { session: found, explanation } = await orNotFound(explainSession(ctx, Number(sessionId)));
  const { samples, journal, position, ...session } = found;
  const [{ position: _, ...station }, commands, owner] = await Promise.all([
    readStation(ctx, session.identity),
    listCommands(ctx, { identity: session.identity, limit: 20 }),
    session.tokenUid === null ? null : listTokens(ctx, { q: session.tokenUid, limit: 5 }),
  ]);
  const label = owner?.items.find(({ uid }) => uid.toLowerCase() === session.tokenUid?.toLowerCase())?.label ?? null;
  return (
    <SessionDetailView
      session={session}
      samples={samples}
      journal={journal}
      station={station}
      commands={commands.items}
      explanation={explanation}
      resolve={resolveSession}
      close={closeSession}
      tokenLabel={label}
      position={position}
      renderedAt={ctx.now().toISOString()}
    />
  );
}
