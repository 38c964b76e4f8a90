"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { Instant } from "@/components/time/time";
import { AddDialog } from "@/components/ui/add-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { TokenGroupView } from "@/lib/domain/token-view";
import { GroupForm, type GroupValues } from "./group-form";
import { TokenStatus } from "./token-status";

type Result = Promise<ActionResult<TokenGroupView>>;

type Props = {
  readonly groups: readonly TokenGroupView[];
  readonly change: (uid: string, values: Partial<GroupValues>) => Result;
};

export function AddGroup({ add }: { readonly add: (uid: string, values: GroupValues) => Result }) {
  const t = useTranslations("groups");
  return (
    <AddDialog label={t("add")} description={t("intro")}>
      {(close) => (
        <GroupForm
          group={null}
          save={add}
          onSaved={({ uid }) => {
            toast(t("added", { uid }));
            close();
          }}
          onClose={close}
        />
      )}
    </AddDialog>
  );
}

export function GroupList({ groups, change }: Props) {
  const t = useTranslations("groups");
  const [editing, setEditing] = useState<TokenGroupView | null>(null);
  const onClose = (): void => setEditing(null);
  return (
    <Card aria-label={t("title")}>
      {groups.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {groups.map((group) => (
            <GroupRow key={group.uid} group={group} change={change} onEdit={() => setEditing(group)} />
          ))}
        </ul>
      )}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("editTitle", { uid: editing?.uid ?? "" })}
      >
        {editing === null ? null : (
          <GroupForm
            group={editing}
            save={change}
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

type RowProps = { readonly group: TokenGroupView; readonly change: Props["change"]; readonly onEdit: () => void };

function GroupRow({ group, change, onEdit }: RowProps) {
  const t = useTranslations("groups");
  const words = useTranslations("tokens");
  const { run, isPending } = useAction();
  const { uid } = group;
  const isBlocked = group.status === "Blocked";
  const toggle = (): void =>
    run(
      async () => {
        const result = await change(uid, { status: isBlocked ? "Accepted" : "Blocked" });
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      () => toast(t(isBlocked ? "unblockedNow" : "blockedNow", { uid })),
    );
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5" data-group={uid}>
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono text-sm break-all">{uid}</span>
          {group.name === null ? null : <span className="font-medium">{group.name}</span>}
          <TokenStatus token={group} group={null} />
        </p>
        <p className="text-sm text-ink-3">
          <Link
            prefetch={false}
            href={`/tokens?q=${encodeURIComponent(uid)}`}
            className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {t("count", { count: group.tokenCount })}
          </Link>
          {group.expiresAt === null ? null : (
            <>
              {" · "}
              {words("until")} <Instant at={group.expiresAt} />
            </>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        <Button size="small" aria-label={t("editOne", { uid })} onClick={onEdit}>
          {t("edit")}
        </Button>
        <Button
          size="small"
          variant={isBlocked ? "secondary" : "danger"}
          disabled={isPending}
          aria-label={words(isBlocked ? "unblockOne" : "blockOne", { uid })}
          onClick={toggle}
        >
          {words(isBlocked ? "unblock" : "block")}
        </Button>
      </div>
    </li>
  );
}
