"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Age, Instant } from "@/components/time/time";
import { AddDialog } from "@/components/ui/add-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField, TextField } from "@/components/ui/field";
import type { ApiKeyView } from "@/lib/domain/api-key-view";
import { ROLES, type Role } from "@/lib/domain/permissions";

type Add = (name: string, role: Role) => Promise<ActionResult<{ readonly id: string; readonly key: string }>>;
type End = (id: string) => Promise<ActionResult<null>>;

export function ApiKeys({
  keys,
  add,
  end,
}: {
  readonly keys: readonly ApiKeyView[];
  readonly add: Add;
  readonly end: End;
}) {
  const t = useTranslations("apiKeys");
  const [ending, setEnding] = useState<ApiKeyView | null>(null);
  return (
    <>
      <div className="mb-4">
        <AddDialog label={t("add")} description={t("addHint")}>
          {(close) => <KeyForm add={add} onClose={close} />}
        </AddDialog>
      </div>
      <Card aria-label={t("title")}>
        {keys.length === 0 ? (
          <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
        ) : (
          <ul className="divide-y">
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} onEnd={() => setEnding(key)} />
            ))}
          </ul>
        )}
      </Card>
      <Dialog
        open={ending !== null}
        onOpenChange={(open) => (open ? undefined : setEnding(null))}
        title={t("revokeTitle")}
        description={ending === null ? "" : t("revokeHint", { name: ending.name })}
      >
        {ending === null ? null : <EndForm apiKey={ending} end={end} onClose={() => setEnding(null)} />}
      </Dialog>
    </>
  );
}

function KeyRow({ apiKey, onEnd }: { readonly apiKey: ApiKeyView; readonly onEnd: () => void }) {
  const t = useTranslations("apiKeys");
  const roles = useTranslations("user");
  const isRevoked = apiKey.revokedAt !== null;
  return (
    <li className="flex items-center justify-between gap-4 px-4 py-2.5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className={isRevoked ? "font-medium text-ink-3 line-through" : "font-medium"}>{apiKey.name}</span>
          <span className="font-mono text-xs text-ink-3">{apiKey.prefix}…</span>
        </p>
        <p className="text-sm text-ink-2">
          {roles("role", { role: apiKey.role })} · {t("created")} <Instant at={apiKey.createdAt} /> ·{" "}
          {apiKey.lastUsedAt === null ? (
            t("neverUsed")
          ) : (
            <>
              {t("lastUsed")} <Age at={apiKey.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      {apiKey.revokedAt === null ? (
        <Button size="small" variant="danger" onClick={onEnd} aria-label={t("revokeOne", { name: apiKey.name })}>
          {t("revoke")}
        </Button>
      ) : (
        <span className="text-sm text-ink-3">
          {t("revoked")} <Age at={apiKey.revokedAt} />
        </span>
      )}
    </li>
  );
}

function KeyForm({ add, onClose }: { readonly add: Add; readonly onClose: () => void }) {
  const t = useTranslations("apiKeys");
  const roles = useTranslations("user");
  const { run, fault, isPending } = useAction();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [key, setKey] = useState<string | null>(null);
  if (key !== null) {
    return (
      <div className="flex flex-col gap-3">
        <p className="flex items-start gap-1 rounded-md bg-sunken p-3">
          <span data-testid="api-key" className="font-mono text-sm break-all">
            {key}
          </span>
          <CopyButton text={key} label={t("copy")} />
        </p>
        <p className="rounded-md bg-warn-soft px-2.5 py-1.5 text-sm text-warn-ink">{t("shownOnce")}</p>
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        </DialogActions>
      </div>
    );
  }
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={isPending ? t("adding") : t("submit")}
      isPending={isPending}
      onSubmit={() =>
        run(
          () => add(name, role),
          (made) => setKey(made.key),
        )
      }
      onCancel={onClose}
    >
      <FormFault fault={faultBesides(fault, "name")} />
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={faultOf(fault, "name")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
      />
      <SelectField
        label={t("role")}
        value={role}
        onChange={(event) => setRole(ROLES.find((known) => known === event.target.value) ?? "viewer")}
      >
        {ROLES.map((known) => (
          <option key={known} value={known}>
            {roles("role", { role: known })}
          </option>
        ))}
      </SelectField>
    </DialogForm>
  );
}

function EndForm({
  apiKey,
  end,
  onClose,
}: {
  readonly apiKey: ApiKeyView;
  readonly end: End;
  readonly onClose: () => void;
}) {
  const t = useTranslations("apiKeys");
  const { run, fault, isPending } = useAction();
  return (
    <>
      <FormFault fault={fault} />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={() => run(() => end(apiKey.id), onClose)}>
          {t("revoke")}
        </Button>
      </DialogActions>
    </>
  );
}
