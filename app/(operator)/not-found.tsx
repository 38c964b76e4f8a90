import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFoundPage() {
  const t = useTranslations("notFound");
  return (
    <>
      <h1 className="sr-only">{t("title")}</h1>
      <EmptyState title={t("title")} action={<ButtonLink href="/chargers">{t("chargers")}</ButtonLink>}>
        {t("hint")}
      </EmptyState>
    </>
  );
}
