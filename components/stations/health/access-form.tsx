"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { DialogForm } from "@/components/form/dialog-form";
import { useAction } from "@/components/form/use-action";
import { SelectField } from "@/components/ui/field";
import type { AccessChange, HealthActions } from "./health-actions";

type Props = {
  readonly identity: string;
  readonly required: number;
  readonly minimum: number;
  readonly change: HealthActions["changeAccess"];
  readonly onClose: () => void;
};

const PROFILES = [0, 1, 2, 3] as const;
type Profile = (typeof PROFILES)[number];
const profileOf = (value: string | number): Profile => PROFILES.find((one) => String(one) === String(value)) ?? 1;

/** What the charger must use at least; and where it once used more, whether it may begin below that again. */
export function AccessForm({ identity, required, minimum, change, onClose }: Props) {
  const t = useTranslations("health");
  const profiles = useTranslations("onboarding.securityProfile");
  const cancel = useTranslations("doctor")("cancel");
  const { run, fault, isPending } = useAction();
  const [wanted, setWanted] = useState<Profile>(profileOf(required));
  const [mayLower, setMayLower] = useState(false);
  const isBelow = wanted < minimum;
  const submit = (): void => {
    const wish: AccessChange = { securityProfile: wanted };
    run(
      () => change(identity, isBelow && mayLower ? { ...wish, minSecurityProfile: wanted } : wish),
      () => {
        toast(t("saved", { identity }));
        onClose();
      },
    );
  };
  return (
    <DialogForm
      cancelLabel={cancel}
      submitLabel={t("save")}
      isDanger={isBelow && mayLower}
      isPending={isPending}
      fault={fault}
      onSubmit={submit}
      onCancel={onClose}
    >
      <SelectField
        label={t("requiredProfile")}
        hint={t("requiredHint")}
        value={wanted}
        onChange={(event) => setWanted(profileOf(event.target.value))}
      >
        {PROFILES.map((profile) => (
          <option key={profile} value={profile}>
            {profiles(`${profile}`)}
          </option>
        ))}
      </SelectField>
      {isBelow ? (
        <label className="flex items-start gap-2.5 rounded-md bg-warn-soft px-3 py-2.5 text-warn-ink">
          <input
            type="checkbox"
            checked={mayLower}
            onChange={(event) => setMayLower(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span>
            <span className="font-medium">{t("lower", { profile: wanted })}</span>
            <span className="block text-sm">{t("lowerHint", { minimum })}</span>
          </span>
        </label>
      ) : null}
    </DialogForm>
  );
}
