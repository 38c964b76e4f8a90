"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { SelectField, TextField } from "@/components/ui/field";
import { PROFILE_PURPOSES } from "@/lib/domain/charging-profile";
import type { Place } from "./places";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly onClose: () => void;
  readonly places: readonly Place[];
};

const ANY = "";

/** Clears by what profiles are; everything where nothing is chosen. */
export function ClearForm({ identity, isConnected, onClose, places }: Props) {
  const t = useTranslations("profiles");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [evse, setEvse] = useState(ANY);
  const [purpose, setPurpose] = useState(ANY);
  const [stackLevel, setStackLevel] = useState(ANY);
  const isAll = evse === ANY && purpose === ANY && stackLevel === ANY;
  const named = PROFILE_PURPOSES.find((known) => known === purpose);
  const submit = (): void =>
    ask({
      type: "ClearChargingProfile",
      ...(evse === ANY ? {} : { evse: Number(evse) }),
      ...(named === undefined ? {} : { purpose: named }),
      ...(stackLevel === ANY ? {} : { stackLevel: Number(stackLevel) }),
    });
  return (
    <CommandForm
      submitLabel={t(isAll ? "clear.submitAll" : "clear.submit")}
      isDanger
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <SelectField label={t("where")} value={evse} onChange={(event) => setEvse(event.target.value)}>
        <option value={ANY}>{t("clear.anywhere")}</option>
        {places.map((place) => (
          <option key={place.evse} value={place.evse}>
            {place.name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t("purposeLabel")} value={purpose} onChange={(event) => setPurpose(event.target.value)}>
        <option value={ANY}>{t("clear.anyPurpose")}</option>
        {PROFILE_PURPOSES.map((known) => (
          <option key={known} value={known}>
            {t(`purpose.${known}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("stackLevel")}
        hint={t("clear.levelHint")}
        type="number"
        min={0}
        step={1}
        value={stackLevel}
        onChange={(event) => setStackLevel(event.target.value)}
      />
      <p className="text-sm text-ink-2">{t(isAll ? "clear.allConsequence" : "clear.consequence")}</p>
    </CommandForm>
  );
}
