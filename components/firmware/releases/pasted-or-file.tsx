"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { TextAreaField } from "@/components/ui/field";

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly error: string | null;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

/** Text that is pasted, or read from a file; a binary file is read as base64. */
export function PastedOrFile({ label, hint, error, value, onChange }: Props) {
  const t = useTranslations("firmware.upload");
  const id = useId();
  return (
    <div className="flex flex-col items-start gap-2">
      <TextAreaField
        className="w-full"
        label={label}
        hint={hint}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        isCode
      />
      <label
        htmlFor={id}
        className="inline-flex h-7 cursor-pointer items-center rounded-md border border-line-strong/60 bg-surface px-2.5 text-sm font-medium hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus max-md:h-11 max-md:px-3.5"
      >
        {t("fromFile")}
        <input
          id={id}
          type="file"
          aria-label={t("fromFileOf", { label })}
          className="sr-only"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) void textOrBase64(file).then(onChange);
            // The same file again is a change too.
            target.value = "";
          }}
        />
      </label>
    </div>
  );
}

async function textOrBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isText = bytes.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  if (isText) return new TextDecoder().decode(bytes).trim();
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
