"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { LANGUAGES } from "@/lib/i18n/locale";

export type ChooseLanguage = (language: string) => Promise<ActionResult<null>>;

/** The language of this page, those there are, each by its own name, and the way from one to the other. */
export function useLanguage(choose: ChooseLanguage) {
  const t = useTranslations("language");
  const router = useRouter();
  const { run, isPending } = useAction();
  const change = (wanted: string): void =>
    run(
      async () => {
        const result = await choose(wanted);
        if (!result.ok) toast.error(result.error.message);
        return result;
      },
      () => router.refresh(),
    );
  return {
    language: useLocale(),
    options: LANGUAGES.map((language) => ({ value: language, label: t(language) })),
    change,
    isPending,
  };
}
