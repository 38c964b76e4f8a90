"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { inputOfInstant, instantOfInput } from "@/components/time/local-input";
import { TextField } from "@/components/ui/field";
import type { TokenGroupView } from "@/lib/domain/token-view";

export type GroupValues = Pick<TokenGroupView, "name" | "status" | "expiresAt">;

type Props = {
  /** Null: a new one. */
  readonly group: TokenGroupView | null;
  readonly save: (uid: string, values: GroupValues) => Promise<ActionResult<TokenGroupView>>;
  readonly onSaved: (group: TokenGroupView) => void;
  readonly onClose: () => void;
};

const NEW = { uid: "", name: null, status: "Accepted", expiresAt: null } as const;

export function GroupForm({ group, save, onSaved, onClose }: Props) {
  const t = useTranslations("groups");
  const isNew = group === null;
  const doing = isNew ? t("adding") : t("saving");
  const { run, fault, isPending } = useAction();
  const before = group ?? NEW;
  const [uid, setUid] = useState(before.uid);
  const [name, setName] = useState(before.name ?? "");
  const [until, setUntil] = useState(inputOfInstant(before.expiresAt));
  const values = (): GroupValues => ({
    name: name.trim() === "" ? null : name,
    status: before.status,
    expiresAt: instantOfInput(until),
  });
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={isPending ? doing : t(isNew ? "add" : "save")}
      isPending={isPending}
      onSubmit={() => run(() => save(uid, values()), onSaved)}
      onCancel={onClose}
    >
      <FormFault fault={faultBesides(fault, "uid", "name", "expiresAt")} />
      {isNew ? (
        <TextField
          label={t("uid")}
          hint={t("uidHint")}
          error={faultOf(fault, "uid")}
          value={uid}
          onChange={(event) => setUid(event.target.value)}
          autoComplete="off"
          isCode
          spellCheck={false}
          maxLength={255}
          required
        />
      ) : null}
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={faultOf(fault, "name")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={200}
      />
      <TextField
        label={t("expiresAt")}
        error={faultOf(fault, "expiresAt")}
        type="datetime-local"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
    </DialogForm>
  );
}
