"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TextAreaField } from "@/components/ui/field";
import { TOKEN_COLUMNS } from "@/lib/domain/token-import";

type Props = { readonly isPending: boolean; readonly look: (csv: string) => void };

/** A file, or what was copied from a spreadsheet. */
export function ChooseList({ isPending, look }: Props) {
  const t = useTranslations("tokenImport");
  const [text, setText] = useState("");
  return (
    <>
      <p className="max-w-prose text-ink-2">{t("intro")}</p>
      <Card className="flex flex-col gap-4 p-4">
        <label className="flex cursor-pointer items-center gap-3 rounded-md border border-dashed border-line-strong px-4 py-5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 hover:bg-sunken">
          <FileUp aria-hidden className="size-5 shrink-0 text-ink-3" />
          <span className="flex flex-col">
            <span className="font-medium">{t("file")}</span>
            <span className="text-sm text-ink-3">{t("fileHint")}</span>
          </span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            className="sr-only"
            disabled={isPending}
            onChange={(event) => {
              const file = event.target.files?.[0];
              // The same file, mended, may be chosen again.
              event.target.value = "";
              if (file !== undefined) void file.text().then(look);
            }}
          />
        </label>
        <form
          className="flex flex-col items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") look(text);
          }}
        >
          <TextAreaField
            isCode
            className="w-full"
            label={t("paste")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t("example")}
            spellCheck={false}
          />
          <Button type="submit" variant="primary" aria-disabled={isPending || text.trim() === ""}>
            {isPending ? t("looking") : t("look")}
          </Button>
        </form>
      </Card>
      <Columns />
    </>
  );
}

function Columns() {
  const t = useTranslations("tokenImport");
  return (
    <details className="text-sm">
      <summary className="cursor-pointer font-medium">{t("columnsTitle")}</summary>
      <dl className="mt-2 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
        {TOKEN_COLUMNS.map((column) => (
          <div key={column} className="contents">
            <dt className="font-mono text-xs leading-5">{column}</dt>
            <dd className="text-ink-2">{t(`columns.${column}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
