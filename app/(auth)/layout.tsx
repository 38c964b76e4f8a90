import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { chooseLanguage } from "@/app/language-actions";
import { LanguageButtons } from "@/components/layout/language-buttons";
import { Wordmark } from "@/components/layout/wordmark";

export default function SignInLayout({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("app");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-8 px-6 py-12">
      <div>
        <Wordmark />
        <p className="mt-1 text-ink-2">{t("description")}</p>
      </div>
      {children}
      <LanguageButtons choose={chooseLanguage} />
    </main>
  );
}
