import { getTranslations } from "next-intl/server";
import { readBeside, readWhole } from "@/app/(operator)/messages/actions";
import { type AskedMessages, SPANS } from "@/components/messages/message-scope";
import { MessageViewer } from "@/components/messages/message-viewer";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { CARRIED_CHARS_MAX, withoutLongPayloads } from "@/lib/domain/message-view";
import { KNOWN_ACTIONS } from "@/lib/domain/message-words/calls";
import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { EXPORT_ROWS_MAX } from "@/lib/services/messages/export-messages";
import { listMessages, type MessagePage } from "@/lib/services/messages/list-messages";
import { type SearchParams, textParam } from "./search-params";

const PAGE_ROWS = 100;
const HOURS: Readonly<Record<string, number>> = { "1h": 1, "24h": 24, "7d": 7 * 24 };

type Props = {
  readonly ctx: ServiceContext;
  /** Of one charger; null = of all. */
  readonly identity: string | null;
  readonly searchParams: SearchParams;
};

/** The message log as the address asks for it, on the page of the fleet and on a charger's. */
export async function MessageLog({ ctx, identity, searchParams }: Props) {
  const asked = await readAsked(searchParams, identity);
  const cursor = await textParam(searchParams, "cursor");
  const page = await readPage(ctx, asked, cursor);
  if (page instanceof ServiceError) return <WrongFilter message={page.message} href={pathOf(identity)} />;
  const { query, searched } = page;
  return (
    <MessageViewer
      identity={identity}
      asked={asked}
      scope={{
        filter: query.filter,
        from: query.from.toISOString(),
        to: query.to?.toISOString() ?? null,
        searched,
      }}
      messages={page.items.map(withoutLongPayloads)}
      nextCursor={page.nextCursor}
      isFirstPage={cursor === undefined}
      readAt={ctx.now().toISOString()}
      knownActions={KNOWN_ACTIONS}
      exportMax={EXPORT_ROWS_MAX}
      actions={{ readWhole, readNeighbour: readBeside }}
    />
  );
}

async function readAsked(params: SearchParams, identity: string | null): Promise<AskedMessages> {
  const text = async (name: string): Promise<string | null> => (await textParam(params, name)) ?? null;
  const [from, to, last] = [await text("from"), await text("to"), await text("last")];
  return {
    charger: identity ?? (await text("charger")),
    action: await text("action"),
    result: await text("result"),
    direction: await text("direction"),
    slower: await text("slower"),
    text: await text("text"),
    messageId: await text("id"),
    session: await text("session"),
    hidesRoutine: (await text("hide")) === "routine",
    last: from === null && to === null ? (SPANS.find((span) => span === last && span !== "custom") ?? "24h") : "custom",
    from,
    to,
  };
}

/** A filter that cannot be used is told on the page; whoever typed it can mend it there. */
async function readPage(
  ctx: ServiceContext,
  asked: AskedMessages,
  cursor: string | undefined,
): Promise<MessagePage | ServiceError> {
  try {
    return await listMessages(ctx, { ...toInput(ctx, asked), cursor, limit: PAGE_ROWS }, 4 * CARRIED_CHARS_MAX);
  } catch (error) {
    if (error instanceof ServiceError && error.code !== "Forbidden") return error;
    throw error;
  }
}

function toInput(ctx: ServiceContext, asked: AskedMessages): Parameters<typeof listMessages>[1] {
  const { direction, last, session } = asked;
  const hours = HOURS[last];
  const since = hours === undefined ? null : new Date(ctx.now().getTime() - hours * 3_600_000).toISOString();
  // A session has its own time; a span counts beside it only where it was chosen.
  const from = asked.from ?? (session !== null && last === "24h" ? null : since);
  return {
    identity: known(asked.charger),
    action: known(asked.action),
    result: known(asked.result),
    direction: direction === "In" || direction === "Out" ? direction : undefined,
    slowerThanMs: known(asked.slower),
    text: known(asked.text),
    messageId: known(asked.messageId),
    session: known(session),
    hideRoutine: asked.hidesRoutine,
    from: known(from),
    to: known(asked.to),
  };
}

const known = (value: string | null): string | undefined => value ?? undefined;

const pathOf = (identity: string | null): string =>
  identity === null ? "/messages" : `/chargers/${encodeURIComponent(identity)}/messages`;

async function WrongFilter({ message, href }: { readonly message: string; readonly href: string }) {
  const t = await getTranslations("messageLog");
  return (
    <Card>
      <EmptyState title={t("empty.wrong")} action={<ButtonLink href={href}>{t("filter.clear")}</ButtonLink>}>
        {message}
      </EmptyState>
    </Card>
  );
}
