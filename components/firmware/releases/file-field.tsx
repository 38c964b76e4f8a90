"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFileSize } from "@/components/logs/file-size";
import { classNames } from "@/components/ui/class-names";

type Props = { readonly file: File | null; readonly error: string | null; readonly onChange: (file: File) => void };

/** The image: chosen by a click, with the keyboard, or dropped here. */
export function FileField({ file, error, onChange }: Props) {
  const t = useTranslations("firmware.upload");
  const size = useFileSize();
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium" id={`${id}-label`}>
        {t("file")}
      </span>
      <label
        htmlFor={id}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const [dropped] = event.dataTransfer.files;
          if (dropped !== undefined) onChange(dropped);
        }}
        className={classNames(
          "flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-lg border border-dashed px-4 py-4 text-center hover:bg-sunken",
          "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
          error === null ? "border-line-strong" : "border-fault",
        )}
      >
        <FileUp aria-hidden className="size-5 text-ink-3" strokeWidth={1.75} />
        {file === null ? (
          <>
            <span className="font-medium">{t("choose")}</span>
            <span className="text-sm text-ink-3">{t("chooseHint")}</span>
          </>
        ) : (
          <>
            <span className="font-medium break-all">{file.name}</span>
            <span className="text-sm text-ink-3 tabular-nums">
              {size(file.size)} · {t("another")}
            </span>
          </>
        )}
        <input
          id={id}
          type="file"
          aria-labelledby={`${id}-label`}
          aria-describedby={error === null ? undefined : `${id}-error`}
          aria-invalid={error === null ? undefined : true}
          className="sr-only"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      </label>
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="text-sm text-fault-ink">
          {error}
        </p>
      )}
    </div>
  );
}
