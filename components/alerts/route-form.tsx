"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CheckField } from "@/components/firmware/check-field";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { SelectField, TextField } from "@/components/ui/field";
import { ALERT_KINDS, SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import { type AlertRouteView, ROUTE_CHANNELS, type RouteChannel } from "@/lib/domain/alerts/alert-view";
import type { RouteValues } from "./route-draft";

/** The secret of a webhook that is new; null otherwise. */
export type Created = AlertRouteView & { readonly secret: string | null };

type Props = {
  /** Null: a new one. */
  readonly route: AlertRouteView | null;
  readonly save: (channel: RouteChannel, values: RouteValues) => Promise<ActionResult<Created>>;
  readonly onSaved: (route: Created) => void;
  readonly onClose: () => void;
};

const NEW: RouteValues = { name: "", isOn: true, target: "", severity: "Warning", kinds: [], tellsResolved: true };

export function RouteForm({ route, save, onSaved, onClose }: Props) {
  const t = useTranslations("alertRoutes");
  const alerts = useTranslations("alerts");
  const { run, fault, isPending } = useAction();
  const [channel, setChannel] = useState<RouteChannel>(route?.channel ?? "Email");
  const [values, setValues] = useState<RouteValues>(() => (route === null ? NEW : valuesOf(route)));
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(route === null ? "add" : "save")}
      isPending={isPending}
      fault={faultBesides(fault, "name", "target")}
      onSubmit={() => run(() => save(channel, values), onSaved)}
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
      <SelectField
        label={t("how")}
        value={channel}
        disabled={route !== null}
        onChange={({ target }) => setChannel(ROUTE_CHANNELS.find((known) => known === target.value) ?? "Email")}
      >
        {ROUTE_CHANNELS.map((known) => (
          <option key={known} value={known}>
            {t(`channel.${known}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t(`target.${channel}`)}
        hint={t(`targetHint.${channel}`)}
        error={faultOf(fault, "target")}
        value={values.target}
        onChange={(event) => setValues({ ...values, target: event.target.value })}
        maxLength={2000}
        required
      />
      <SelectField
        label={t("leastSevere")}
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
      <Kinds values={values} onChange={setValues} />
      <CheckField
        label={t("tellsResolved")}
        isOn={values.tellsResolved}
        onChange={(tellsResolved) => setValues({ ...values, tellsResolved })}
      />
      <CheckField
        label={t("isOn")}
        hint={t("isOnHint")}
        isOn={values.isOn}
        onChange={(isOn) => setValues({ ...values, isOn })}
      />
    </DialogForm>
  );
}

type KindsProps = { readonly values: RouteValues; readonly onChange: (values: RouteValues) => void };

function Kinds({ values, onChange }: KindsProps) {
  const t = useTranslations("alertRoutes");
  const alerts = useTranslations("alerts");
  const { kinds } = values;
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t("kinds")}</legend>
      <p className="mb-2 text-sm text-ink-3">{t("kindsHint")}</p>
      <div className="grid gap-1.5 sm:grid-cols-2">
        {ALERT_KINDS.map((kind) => (
          <CheckField
            key={kind}
            label={alerts(`kind.${kind}`)}
            isOn={kinds.includes(kind)}
            onChange={(isOn) =>
              onChange({ ...values, kinds: isOn ? [...kinds, kind] : kinds.filter((one) => one !== kind) })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

const valuesOf = ({ name, isOn, target, severity, kinds, tellsResolved }: AlertRouteView): RouteValues => ({
  name,
  isOn,
  target,
  severity,
  kinds: [...kinds],
  tellsResolved,
});
