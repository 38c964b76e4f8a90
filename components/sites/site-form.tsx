"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { ChoiceField, TextField } from "@/components/ui/field";
import type { SiteView } from "@/lib/domain/site-view";
import { UNKNOWN_TOKEN_POLICIES, unknownTokenPolicy } from "@/lib/domain/unknown-tokens";

export type SiteValues = Pick<SiteView, "name" | "timeZone" | "address" | "unknownTokens" | "sendsCardLists">;

type Props = {
  /** Null: a new one. */
  readonly site: SiteView | null;
  readonly save: (values: SiteValues) => Promise<ActionResult<SiteView>>;
  readonly onSaved: (site: SiteView) => void;
  readonly onClose: () => void;
};

const NEW: SiteValues = { name: "", timeZone: "UTC", address: null, unknownTokens: "Refuse", sendsCardLists: false };

export function SiteForm({ site, save, onSaved, onClose }: Props) {
  const t = useTranslations("sites");
  const { run, fault, isPending } = useAction();
  const [values, setValues] = useState<SiteValues>(() => valuesOf(site ?? NEW));
  const zones = useZones();
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(site === null ? (isPending ? "adding" : "add") : isPending ? "saving" : "save")}
      isPending={isPending}
      onSubmit={() => run(() => save(values), onSaved)}
      onCancel={onClose}
    >
      <FormFault fault={faultBesides(fault, "name", "timeZone", "address")} />
      <TextField
        label={t("name")}
        error={faultOf(fault, "name")}
        value={values.name}
        onChange={(event) => setValues({ ...values, name: event.target.value })}
        maxLength={200}
        required
      />
      <TextField
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        error={faultOf(fault, "timeZone")}
        value={values.timeZone}
        onChange={(event) => setValues({ ...values, timeZone: event.target.value })}
        list="time-zones"
        required
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <TextField
        label={t("address")}
        error={faultOf(fault, "address")}
        value={values.address ?? ""}
        onChange={({ target }) => setValues({ ...values, address: target.value.trim() === "" ? null : target.value })}
        maxLength={500}
      />
      <ChoiceField
        legend={t("unknownTokens")}
        name="unknown-tokens"
        options={UNKNOWN_TOKEN_POLICIES.map((policy) => ({
          value: policy,
          label: t(`policy.${policy}`),
          hint: t(`policy.${policy}Hint`),
        }))}
        value={values.unknownTokens}
        onChange={(policy) => setValues({ ...values, unknownTokens: unknownTokenPolicy(policy) })}
      />
      <label className="flex cursor-pointer items-start gap-2.5">
        <input
          type="checkbox"
          checked={values.sendsCardLists}
          onChange={(event) => setValues({ ...values, sendsCardLists: event.target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-ink"
        />
        <span className="flex flex-col">
          <span className="text-sm font-medium">{t("cardLists")}</span>
          <span className="text-sm text-ink-2">{t("cardListsHint")}</span>
        </span>
      </label>
    </DialogForm>
  );
}

const valuesOf = ({ name, timeZone, address, unknownTokens, sendsCardLists }: SiteValues): SiteValues => ({
  name,
  timeZone,
  address,
  unknownTokens,
  sendsCardLists,
});

/** The dialog is drawn in the browser alone, so its list of zones is the browser's own. */
function useZones(): readonly string[] {
  const [zones] = useState(() => ["UTC", ...Intl.supportedValuesOf("timeZone")]);
  return zones;
}
