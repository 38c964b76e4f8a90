"use client";

import { useTranslations } from "next-intl";
import { type ChangeEvent, useId, useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { SelectField, TextField } from "@/components/ui/field";
import type { TokenView } from "@/lib/domain/token-view";
import type { TokenDraft } from "./token-draft";

const TYPES = ["ISO14443", "ISO15693", "eMAID", "Central", "KeyCode", "MacAddress"];
const AT_ONCE = ["1", "2", "3", "5", "10"];
const FIELDS = ["uid", "label", "groupId", "validFrom", "expiresAt", "energyLimitWh", "sessionsPerDayMax"];

type Props = {
  readonly initial: TokenDraft;
  /** A card that is known keeps its number. */
  readonly isKnown: boolean;
  /** Uids of the groups there are. */
  readonly groups: readonly string[];
  readonly save: (draft: TokenDraft) => Promise<ActionResult<TokenView>>;
  readonly onSaved: (token: TokenView) => void;
  readonly onClose: () => void;
};

export function TokenForm({ initial, isKnown, groups, save, onSaved, onClose }: Props) {
  const t = useTranslations("tokens");
  const { run, fault, isPending } = useAction();
  const [draft, setDraft] = useState(initial);
  const groupList = useId();
  const typed = (field: keyof TokenDraft) => ({
    value: draft[field],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      setDraft({ ...draft, [field]: event.target.value }),
  });
  const types = TYPES.includes(draft.type) ? TYPES : [...TYPES, draft.type];
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(isKnown ? (isPending ? "saving" : "save") : isPending ? "adding" : "add")}
      isPending={isPending}
      onSubmit={() => run(() => save(draft), onSaved)}
      onCancel={onClose}
    >
      <FormFault fault={faultBesides(fault, ...FIELDS)} />
      {isKnown ? null : (
        <TextField
          label={t("uid")}
          hint={t("uidHint")}
          error={faultOf(fault, "uid")}
          {...typed("uid")}
          autoComplete="off"
          isCode
          spellCheck={false}
          maxLength={255}
          required
        />
      )}
      <TextField
        label={t("label")}
        hint={t("labelHint")}
        error={faultOf(fault, "label")}
        {...typed("label")}
        maxLength={200}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label={t("type")} {...typed("type")}>
          {types.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </SelectField>
        <TextField
          label={t("group")}
          error={faultOf(fault, "groupId")}
          {...typed("groupId")}
          list={groupList}
          maxLength={255}
          autoComplete="off"
        />
        <datalist id={groupList}>
          {groups.map((uid) => (
            <option key={uid} value={uid} />
          ))}
        </datalist>
        <p className="-mt-2.5 text-sm text-ink-3 sm:col-span-2">{t("groupHint")}</p>
        <TextField
          label={t("validFrom")}
          error={faultOf(fault, "validFrom")}
          type="datetime-local"
          {...typed("validFrom")}
        />
        <TextField
          label={t("expiresAt")}
          error={faultOf(fault, "expiresAt")}
          type="datetime-local"
          {...typed("expiresAt")}
        />
      </div>
      <Limits typed={typed} atOnce={draft.concurrentMax} fault={fault} />
    </DialogForm>
  );
}

type Typed = (field: keyof TokenDraft) => {
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => void;
};

function Limits({
  typed,
  atOnce,
  fault,
}: {
  readonly typed: Typed;
  readonly atOnce: string;
  readonly fault: ReturnType<typeof useAction>["fault"];
}) {
  const t = useTranslations("tokens");
  const choices = atOnce === "" || AT_ONCE.includes(atOnce) ? AT_ONCE : [...AT_ONCE, atOnce];
  return (
    <fieldset className="border-t pt-4" aria-describedby="limits-hint">
      <legend className="sr-only">{t("limits")}</legend>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField label={t("concurrentMax")} {...typed("concurrentMax")}>
          {choices.map((count) => (
            <option key={count}>{count}</option>
          ))}
          <option value="">{t("anyNumber")}</option>
        </SelectField>
        <TextField
          label={t("sessionsPerDay")}
          error={faultOf(fault, "sessionsPerDayMax")}
          type="number"
          min={1}
          max={1_000}
          step={1}
          {...typed("sessionsPerDay")}
        />
        <TextField
          label={t("energyLimit")}
          error={faultOf(fault, "energyLimitWh")}
          type="number"
          min={0.001}
          max={10_000}
          step="any"
          {...typed("energyKwh")}
        />
      </div>
      <p id="limits-hint" className="mt-1.5 text-sm text-ink-3">
        {t("limitsHint")}
      </p>
    </fieldset>
  );
}
