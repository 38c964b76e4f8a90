"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionFault, ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { ChoiceField, TextField } from "@/components/ui/field";
import type { SiteView } from "@/lib/domain/site-view";
import { UNKNOWN_TOKEN_POLICIES, unknownTokenPolicy } from "@/lib/domain/unknown-tokens";
import { draftOf, NEW_SITE, type SiteDraft, type SiteValues, valuesOf } from "./site-draft";

type Props = {
  /** Null: a new one. */
  readonly site: SiteView | null;
  readonly save: (values: SiteValues) => Promise<ActionResult<SiteView>>;
  readonly onSaved: (site: SiteView) => void;
  readonly onClose: () => void;
};

const OWN_FAULTS = [
  "name",
  "timeZone",
  "address",
  "latitude",
  "longitude",
  "capacityKw",
  "contactName",
  "contactPhone",
  "contactEmail",
];

export function SiteForm({ site, save, onSaved, onClose }: Props) {
  const t = useTranslations("sites");
  const { run, fault, isPending } = useAction();
  const [draft, setDraft] = useState<SiteDraft>(() => (site === null ? NEW_SITE : draftOf(site)));
  const part = { draft, fault, change: (changes: Partial<SiteDraft>) => setDraft({ ...draft, ...changes }) };
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(site === null ? (isPending ? "adding" : "add") : isPending ? "saving" : "save")}
      isPending={isPending}
      isToldByVerb
      onSubmit={() => run(() => save(valuesOf(draft)), onSaved)}
      onCancel={onClose}
    >
      <FormFault fault={faultBesides(fault, ...OWN_FAULTS)} />
      <PlaceFields {...part} />
      <ContactFields {...part} />
      <CardFields {...part} />
    </DialogForm>
  );
}

type PartProps = {
  readonly draft: SiteDraft;
  readonly fault: ActionFault | null;
  readonly change: (changes: Partial<SiteDraft>) => void;
};

function PlaceFields({ draft, fault, change }: PartProps) {
  const t = useTranslations("sites");
  const zones = useZones();
  return (
    <>
      <TextField
        label={t("name")}
        error={faultOf(fault, "name")}
        value={draft.name}
        onChange={({ target }) => change({ name: target.value })}
        maxLength={200}
        required
      />
      <TextField
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        error={faultOf(fault, "timeZone")}
        value={draft.timeZone}
        onChange={({ target }) => change({ timeZone: target.value })}
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
        value={draft.address}
        onChange={({ target }) => change({ address: target.value })}
        maxLength={500}
      />
      <NumberFields draft={draft} fault={fault} change={change} />
    </>
  );
}

function NumberFields({ draft, fault, change }: PartProps) {
  const t = useTranslations("sites");
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {(["latitude", "longitude", "capacityKw"] as const).map((field) => (
        <TextField
          key={field}
          label={t(field)}
          hint={t(`${field}Hint`)}
          error={faultOf(fault, field)}
          value={draft[field]}
          onChange={({ target }) => change({ [field]: target.value })}
          inputMode={field === "capacityKw" ? "decimal" : "text"}
          autoComplete="off"
          maxLength={24}
        />
      ))}
    </div>
  );
}

function ContactFields({ draft, fault, change }: PartProps) {
  const t = useTranslations("sites");
  return (
    <fieldset className="grid gap-4 sm:grid-cols-2">
      <legend className="mb-1.5 text-sm font-medium">{t("contact")}</legend>
      {(["contactName", "contactPhone", "contactEmail"] as const).map((field) => (
        <TextField
          key={field}
          label={t(field)}
          error={faultOf(fault, field)}
          value={draft[field]}
          onChange={({ target }) => change({ [field]: target.value })}
          className={field === "contactName" ? "sm:col-span-2" : undefined}
          type={field === "contactName" ? "text" : field === "contactPhone" ? "tel" : "email"}
          autoComplete="off"
          maxLength={200}
        />
      ))}
    </fieldset>
  );
}

function CardFields({ draft, change }: PartProps) {
  const t = useTranslations("sites");
  return (
    <>
      <ChoiceField
        legend={t("unknownTokens")}
        name="unknown-tokens"
        options={UNKNOWN_TOKEN_POLICIES.map((policy) => ({
          value: policy,
          label: t(`policy.${policy}`),
          hint: t(`policy.${policy}Hint`),
        }))}
        value={draft.unknownTokens}
        onChange={(policy) => change({ unknownTokens: unknownTokenPolicy(policy) })}
      />
      <label className="flex cursor-pointer items-start gap-2.5">
        <input
          type="checkbox"
          checked={draft.sendsCardLists}
          onChange={({ target }) => change({ sendsCardLists: target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-ink"
        />
        <span className="flex flex-col">
          <span className="text-sm font-medium">{t("cardLists")}</span>
          <span className="text-sm text-ink-2">{t("cardListsHint")}</span>
        </span>
      </label>
    </>
  );
}

/** The dialog is drawn in the browser alone, so its list of zones is the browser's own. */
function useZones(): readonly string[] {
  const [zones] = useState(() => ["UTC", ...Intl.supportedValuesOf("timeZone")]);
  return zones;
}
