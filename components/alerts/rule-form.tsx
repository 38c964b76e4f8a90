"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckField } from "@/components/firmware/check-field";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useSpanText } from "@/components/time/time";
import { SelectField, TextField } from "@/components/ui/field";
import {
  ALERT_KINDS,
  type AlertKind,
  DEFAULT_SEVERITIES,
  isOfServer,
  isPercent,
  RULE_DEFAULTS,
  RULE_FIELDS,
  type RuleSetting,
  SETTING_BOUNDS,
  SEVERITIES,
} from "@/lib/domain/alerts/alert-rule";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";
import { type RuleValues, scopeValues } from "./rule-draft";

export type SiteChoice = { readonly id: number; readonly name: string };

type Props = {
  /** Null: a new one. */
  readonly rule: AlertRuleView | null;
  readonly sites: readonly SiteChoice[];
  readonly save: (kind: AlertKind, values: RuleValues) => Promise<ActionResult<AlertRuleView>>;
  readonly onSaved: (rule: AlertRuleView) => void;
  readonly onClose: () => void;
};

const NEW: RuleValues = {
  name: "",
  isOn: true,
  severity: DEFAULT_SEVERITIES.Offline,
  settings: {},
  scope: { siteIds: [], tags: [] },
};

export function RuleForm({ rule, sites, save, onSaved, onClose }: Props) {
  const t = useTranslations("alertRules");
  const alerts = useTranslations("alerts");
  const { run, fault, isPending } = useAction();
  const [kind, setKind] = useState<AlertKind>(rule?.kind ?? "Offline");
  const [values, setValues] = useState<RuleValues>(() => (rule === null ? NEW : valuesOf(rule)));
  const fields = RULE_FIELDS[kind].map((name) => `settings.${name}`);
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(rule === null ? "add" : "save")}
      isPending={isPending}
      fault={faultBesides(fault, "name", "scope.tags", ...fields)}
      onSubmit={() => run(() => save(kind, values), onSaved)}
      onCancel={onClose}
    >
      <TextField
        label={t("name")}
        error={faultOf(fault, "name")}
        value={values.name}
        onChange={(event) => setValues({ ...values, name: event.target.value })}
        maxLength={200}
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label={t("kind")}
          value={kind}
          disabled={rule !== null}
          onChange={({ target }) => {
            const chosen = ALERT_KINDS.find((known) => known === target.value) ?? "Offline";
            setKind(chosen);
            setValues({ ...values, severity: DEFAULT_SEVERITIES[chosen], settings: {}, scope: NEW.scope });
          }}
        >
          {ALERT_KINDS.map((known) => (
            <option key={known} value={known}>
              {alerts(`kind.${known}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("severity")}
          value={values.severity}
          onChange={({ target }) =>
            setValues({ ...values, severity: SEVERITIES.find((known) => known === target.value) ?? values.severity })
          }
        >
          {SEVERITIES.map((known) => (
            <option key={known} value={known}>
              {alerts(`severity.${known}`)}
            </option>
          ))}
        </SelectField>
        {RULE_FIELDS[kind].map((name) => (
          <SettingField
            key={`${kind} ${name}`}
            kind={kind}
            name={name}
            value={values.settings[name]}
            error={faultOf(fault, `settings.${name}`)}
            onChange={(value) => setValues({ ...values, settings: withSetting(values.settings, name, value) })}
          />
        ))}
      </div>
      {isOfServer(kind) ? null : (
        <ScopeFields values={values} sites={sites} onChange={setValues} error={faultOf(fault, "scope.tags")} />
      )}
      <CheckField label={t("isOn")} isOn={values.isOn} onChange={(isOn) => setValues({ ...values, isOn })} />
    </DialogForm>
  );
}

type SettingProps = {
  readonly kind: AlertKind;
  readonly name: RuleSetting;
  /** Undefined: what is usual. */
  readonly value: number | undefined;
  readonly error: string | null;
  readonly onChange: (value: number | undefined) => void;
};

function SettingField({ kind, name, value, error, onChange }: SettingProps) {
  const t = useTranslations("alertRules");
  const spanText = useSpanText();
  const { min, max } = SETTING_BOUNDS[name];
  const usual = RULE_DEFAULTS[kind][name];
  return (
    <TextField
      label={name === "threshold" ? t(`threshold.${kind}`) : t(`setting.${name}`)}
      type="number"
      min={min}
      max={name === "threshold" && isPercent(kind) ? 100 : max}
      step={1}
      placeholder={String(usual)}
      hint={name.endsWith("Seconds") ? spanText((value ?? usual) * 1000) : undefined}
      error={error}
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value === "" ? undefined : Number(target.value))}
    />
  );
}

type ScopeProps = {
  readonly values: RuleValues;
  readonly sites: readonly SiteChoice[];
  readonly onChange: (values: RuleValues) => void;
  readonly error: string | null;
};

/** Which chargers it watches; none chosen: all. */
function ScopeFields({ values, sites, onChange, error }: ScopeProps) {
  const t = useTranslations("alertRules");
  const [tags, setTags] = useState(values.scope.tags.join(", "));
  const { siteIds } = values.scope;
  return (
    <>
      {sites.length === 0 ? null : (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-sm font-medium">{t("sites")}</legend>
          <div className="flex max-h-40 flex-col gap-1.5 overflow-y-auto">
            {sites.map(({ id, name }) => (
              <CheckField
                key={id}
                label={name}
                isOn={siteIds.includes(id)}
                onChange={(isOn) =>
                  onChange({
                    ...values,
                    scope: { ...values.scope, siteIds: isOn ? [...siteIds, id] : siteIds.filter((one) => one !== id) },
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <TextField
        label={t("tags")}
        hint={t("scopeHint")}
        error={error}
        value={tags}
        onChange={({ target }) => {
          setTags(target.value);
          const named = target.value.split(",").map((tag) => tag.trim());
          onChange({ ...values, scope: { ...values.scope, tags: named.filter((tag) => tag !== "") } });
        }}
      />
    </>
  );
}

const valuesOf = ({ name, isOn, severity, settings, scope }: AlertRuleView): RuleValues => ({
  name,
  isOn,
  severity,
  settings,
  scope: scopeValues(scope),
});

function withSetting(
  settings: RuleValues["settings"],
  name: RuleSetting,
  value: number | undefined,
): RuleValues["settings"] {
  const { [name]: _, ...others } = settings;
  return value === undefined ? others : { ...others, [name]: value };
}
