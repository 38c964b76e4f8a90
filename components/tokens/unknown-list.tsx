"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { Age } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { TokenView } from "@/lib/domain/token-view";
import type { UnknownTokenView } from "@/lib/domain/unknown-tokens";

type Adopt = (uid: string) => Promise<ActionResult<TokenView>>;

type Props = {
  readonly tokens: readonly UnknownTokenView[];
  readonly total: number;
  readonly mayAdopt: boolean;
  readonly adopt: Adopt;
};

export function UnknownList({ tokens, total, mayAdopt, adopt }: Props) {
  const t = useTranslations("unknownCards");
  return (
    <>
      <Card aria-label={t("title")}>
        {tokens.length === 0 ? (
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        ) : (
          <ul className="divide-y">
            {tokens.map((token) => (
              <UnknownRow key={token.uid} token={token} mayAdopt={mayAdopt} adopt={adopt} />
            ))}
          </ul>
        )}
      </Card>
      {total > tokens.length ? (
        <p className="mt-3 text-sm text-ink-3">{t("more", { count: total - tokens.length })}</p>
      ) : null}
    </>
  );
}

type RowProps = { readonly token: UnknownTokenView; readonly mayAdopt: boolean; readonly adopt: Adopt };

function UnknownRow({ token, mayAdopt, adopt }: RowProps) {
  const t = useTranslations("unknownCards");
  const { run, isPending } = useAction();
  const { uid, identity } = token;
  const add = (): void =>
    run(
      async () => {
        const result = await adopt(uid);
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      () => toast(t("adopted", { uid })),
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5" data-unknown={uid}>
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-sm break-all">{uid}</span>
          <span className="inline-flex h-5 items-center rounded-md bg-off-soft px-1.5 text-xs font-medium text-off-ink">
            {t(token.isAccepted ? "accepted" : "refused")}
          </span>
        </p>
        <p className="text-sm text-ink-3">
          {identity === null ? null : (
            <>
              {t("at")}{" "}
              <Link
                prefetch={false}
                href={`/chargers/${encodeURIComponent(identity)}`}
                className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
              >
                {identity}
              </Link>
              {" · "}
            </>
          )}
          {t("times", { count: token.count })} · {t("last")} <Age at={token.lastAt} />
          {token.count === 1 ? null : (
            <>
              {" · "}
              {t("first")} <Age at={token.firstAt} />
            </>
          )}
        </p>
      </div>
      {mayAdopt ? (
        <Button size="small" disabled={isPending} aria-label={t("adoptOne", { uid })} onClick={add}>
          {t("adopt")}
        </Button>
      ) : null}
    </li>
  );
}
