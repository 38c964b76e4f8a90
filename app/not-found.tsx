import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  const t = useTranslations("notFound");
  return (
    <main className="mx-auto max-w-lg py-24">
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState title={t("title")} action={<ButtonLink href="/">{t("home")}</ButtonLink>}>
        {t("hint")}
      </EmptyState>
    </main>
  );
}
