"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { Age } from "@/components/time/time";
import { ChoiceField, SelectField, TextField } from "@/components/ui/field";
import type { SettingView } from "@/lib/domain/setting-view";
import { type SettingInput, standardSetting } from "@/lib/domain/standard-settings";
import { useSettingWords } from "./setting-words";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly setting: SettingView;
  readonly onClose: () => void;
};

const VALUE_CHARS_MAX = 2_500;

/** From what it was told to be to what it shall be. */
export function ChangeSettingForm({ identity, isConnected, setting, onClose }: Props) {
  const t = useTranslations("settings");
  const words = useSettingWords();
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const { key, value: current, readAt } = setting;
  const input = standardSetting(key)?.input ?? { kind: "text" };
  const [value, setValue] = useState(() =>
    input.kind === "boolean" ? (current ?? "").toLowerCase() : (current ?? ""),
  );
  const about = words.about(key);
  const submit = (): void => {
    if (input.kind !== "boolean" || value !== "") ask({ type: "ChangeSetting", key, value });
  };
  return (
    <CommandForm
      submitLabel={t("change.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      {about === null ? null : <p className="text-sm text-ink-2">{about}</p>}
      {current === null || readAt === null ? (
        <p className="text-sm text-ink-3">{t("change.notRead")}</p>
      ) : (
        <p className="text-sm text-ink-2">
          {t("change.current")}{" "}
          <span className="font-mono break-all text-ink">{current === "" ? t("empty") : current}</span>
          {" · "}
          {t("read")} <Age at={readAt} />
        </p>
      )}
      <ValueField input={input} value={value} onChange={setValue} unit={words.unit(key)} />
      <p className="text-sm text-ink-3">{t("change.proof")}</p>
    </CommandForm>
  );
}

type FieldProps = {
  readonly input: SettingInput;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly unit: string | null;
};

function ValueField({ input, value, onChange, unit }: FieldProps) {
  const t = useTranslations("settings.change");
  const label = unit === null ? t("value") : t("valueIn", { unit });
  switch (input.kind) {
    case "boolean":
      return (
        <ChoiceField
          legend={t("value")}
          name="value"
          value={value}
          onChange={onChange}
          options={[
            { value: "true", label: t("on"), hint: "true" },
            { value: "false", label: t("off"), hint: "false" },
          ]}
        />
      );
    case "choice":
      return (
        <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
          {[...new Set([value, ...input.options])].map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </SelectField>
      );
    case "number":
      return (
        <TextField
          label={label}
          type="number"
          inputMode="numeric"
          min={input.min}
          max={input.max}
          step={1}
          required
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "list":
    case "text":
      return (
        <TextField
          label={label}
          hint={input.kind === "list" ? t("listHint") : undefined}
          isCode
          maxLength={VALUE_CHARS_MAX}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
