"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { useNow } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { TokenView } from "@/lib/domain/token-view";

type SetStatus = (uid: string, status: TokenView["status"]) => Promise<ActionResult<TokenView>>;

type Props = { readonly tokens: readonly TokenView[]; readonly isFiltered: boolean; readonly setStatus: SetStatus };

export function TokenList({ tokens, isFiltered, setStatus }: Props) {
  const t = useTranslations("tokens");
  return (
    <Card aria-label={t("title")}>
      {tokens.length === 0 ? (
        <EmptyState title={t(isFiltered ? "noMatch" : "none")}>{isFiltered ? null : t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {tokens.map((token) => (
            <TokenRow key={token.uid} token={token} setStatus={setStatus} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function TokenRow({ token, setStatus }: { readonly token: TokenView; readonly setStatus: SetStatus }) {
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
    <li className="flex items-center justify-between gap-4 px-4 py-2.5" data-token={token.uid}>
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-sm break-all">{token.uid}</span>
          {token.label === null ? null : <span className="font-medium">{token.label}</span>}
          <TokenStatus token={token} />
        </p>
        <p className="text-sm text-ink-3">
          {token.type}
          {token.expiresAt === null ? null : (
            <>
              {" · "}
              {t("until")} <Instant at={token.expiresAt} />
            </>
          )}
          {" · "}
          <Link
            prefetch={false}
            href={`/sessions?phase=ended&token=${encodeURIComponent(token.uid)}`}
            className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("sessions")}
          </Link>
        </p>
      </div>
      <Button
        size="small"
        variant={isBlocked ? "secondary" : "danger"}
        disabled={isPending}
        aria-label={t(isBlocked ? "unblockOne" : "blockOne", { uid: token.uid })}
        onClick={() => change(isBlocked ? "Accepted" : "Blocked")}
      >
        {t(isBlocked ? "unblock" : "block")}
      </Button>
    </li>
  );
}

function TokenStatus({ token }: { readonly token: TokenView }) {
  const t = useTranslations("tokens");
  const now = useNow();
  const isExpired = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
  const [tone, word] =
    token.status === "Blocked"
      ? (["bg-fault-soft text-fault-ink", "blocked"] as const)
      : isExpired
        ? (["bg-off-soft text-off-ink", "expired"] as const)
        : (["bg-ready-soft text-ready-ink", "accepted"] as const);
  return (
    <span data-status={word} className={`inline-flex h-5 items-center rounded-md px-1.5 text-xs font-medium ${tone}`}>
      {t(word)}
    </span>
  );
}
