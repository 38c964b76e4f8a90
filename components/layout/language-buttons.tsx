"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type ChooseLanguage, useLanguage } from "./use-language";

/** For who has not signed in yet, and so has no menu. */
export function LanguageButtons({ choose }: { readonly choose: ChooseLanguage }) {
  const t = useTranslations("language");
  const { language, options, change, isPending } = useLanguage(choose);
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{t("label")}</legend>
      {options.map(({ value, label }) => (
        <Button
          key={value}
          size="small"
          variant={value === language ? "secondary" : "quiet"}
          aria-pressed={value === language}
          disabled={isPending}
          lang={value}
          onClick={() => change(value)}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}
