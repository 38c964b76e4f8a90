"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { useDirectCommand } from "@/components/commands/use-direct-command";
import { Card } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";

type Props = { readonly identity: string; readonly onChange: (key: string) => void };

/** A setting that is not in the list: asked for, or changed, by its name. */
export function NamedSetting({ identity, onChange }: Props) {
  const t = useTranslations("settings.named");
  const { ask } = useDirectCommand(identity);
  const [typed, setTyped] = useState("");
  const key = typed.trim();
  const read = (): void => (key === "" ? undefined : ask({ type: "GetSettings", keys: [key] }));
  return (
    <Card aria-label={t("title")} className="p-4">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          read();
        }}
        className="flex flex-wrap items-end gap-2"
      >
        <TextField
          label={t("label")}
          hint={t("hint")}
          isCode
          className="min-w-0 flex-1 basis-64"
          value={typed}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="flex gap-2 self-start sm:pt-6.5">
          <CommandButton onClick={read}>{t("read")}</CommandButton>
          <CommandButton onClick={() => (key === "" ? undefined : onChange(key))}>{t("change")}</CommandButton>
        </div>
      </form>
    </Card>
  );
}
