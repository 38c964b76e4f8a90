"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Fragment, type ReactNode, useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { TokenGroupView, TokenView } from "@/lib/domain/token-view";
import { draftOf, type TokenValues, valuesOf } from "./token-draft";
import { TokenForm } from "./token-form";
import { TokenStatus } from "./token-status";

type SetStatus = (uid: string, status: TokenView["status"]) => Promise<ActionResult<TokenView>>;
type Change = (uid: string, values: TokenValues) => Promise<ActionResult<TokenView>>;

type Props = {
  readonly tokens: readonly TokenView[];
  readonly groups: readonly TokenGroupView[];
  readonly isFiltered: boolean;
  readonly setStatus: SetStatus;
  readonly change: Change;
};

export function TokenList({ tokens, groups, isFiltered, setStatus, change }: Props) {
  const t = useTranslations("tokens");
  const [editing, setEditing] = useState<TokenView | null>(null);
  const onClose = (): void => setEditing(null);
  return (
    <Card aria-label={t("title")}>
      {tokens.length === 0 ? (
        <EmptyState title={t(isFiltered ? "noMatch" : "none")}>{isFiltered ? null : t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {tokens.map((token) => (
            <TokenRow
              key={token.uid}
              token={token}
              group={groups.find(({ uid }) => uid.toLowerCase() === token.groupId?.toLowerCase()) ?? null}
              setStatus={setStatus}
              onEdit={() => setEditing(token)}
            />
          ))}
        </ul>
      )}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("editTitle", { uid: editing?.uid ?? "" })}
      >
        {editing === null ? null : (
          <TokenForm
            initial={draftOf(editing)}
            isKnown
            groups={groups.map(({ uid }) => uid)}
            save={(draft) => change(editing.uid, valuesOf(draft))}
            onSaved={({ uid }) => {
              toast(t("saved", { uid }));
              onClose();
            }}
            onClose={onClose}
          />
        )}
      </Dialog>
    </Card>
  );
}

type RowProps = {
  readonly token: TokenView;
  readonly group: TokenGroupView | null;
  readonly setStatus: SetStatus;
  readonly onEdit: () => void;
};

function TokenRow({ token, group, setStatus, onEdit }: RowProps) {
  const t = useTranslations("tokens");
  const { run, isPending } = useAction();
  const isBlocked = token.status === "Blocked";
  const change = (status: TokenView["status"]): void =>
    run(
      async () => {
        const result = await setStatus(token.uid, status);
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      () =>
        toast(t(status === "Blocked" ? "blockedNow" : "unblockedNow", { uid: token.uid }), {
          action: { label: t("undo"), onClick: () => change(isBlocked ? "Blocked" : "Accepted") },
        }),
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5" data-token={token.uid}>
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-sm break-all">{token.uid}</span>
          {token.label === null ? null : <span className="font-medium">{token.label}</span>}
          <TokenStatus token={token} group={group} />
        </p>
        <TokenFacts token={token} />
      </div>
      <div className="flex gap-2">
        <Button size="small" aria-label={t("editOne", { uid: token.uid })} onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button
          size="small"
          variant={isBlocked ? "secondary" : "danger"}
          disabled={isPending}
          aria-label={t(isBlocked ? "unblockOne" : "blockOne", { uid: token.uid })}
          onClick={() => change(isBlocked ? "Accepted" : "Blocked")}
        >
          {t(isBlocked ? "unblock" : "block")}
        </Button>
      </div>
    </li>
  );
}

/** What differs from a plain card; a plain one is told by its type alone. */
function TokenFacts({ token }: { readonly token: TokenView }) {
  const t = useTranslations("tokens");
  const format = useFormatter();
  const { groupId, validFrom, expiresAt, concurrentMax, energyLimitWh, sessionsPerDayMax } = token;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["type", token.type],
    ["group", groupId],
    [
      "from",
      validFrom === null ? null : (
        <>
          {t("from")} <Instant at={validFrom} />
        </>
      ),
    ],
    [
      "until",
      expiresAt === null ? null : (
        <>
          {t("until")} <Instant at={expiresAt} />
        </>
      ),
    ],
    ["atOnce", concurrentMax === 1 ? null : t("atOnce", { count: concurrentMax ?? 0 })],
    ["energy", energyLimitWh === null ? null : t("perSession", { kwh: format.number(energyLimitWh / 1000) })],
    ["perDay", sessionsPerDayMax === null ? null : t("perDay", { count: sessionsPerDayMax })],
  ];
  return (
    <p className="text-sm text-ink-3">
      {facts.map(([name, fact]) => (fact === null ? null : <Fragment key={name}>{fact} · </Fragment>))}
      <Link
        prefetch={false}
        href={`/sessions?phase=ended&token=${encodeURIComponent(token.uid)}`}
        className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        {t("sessions")}
      </Link>
    </p>
  );
}
