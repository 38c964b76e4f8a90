import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("app");
  return (
    <>
      <Skeleton className="appear-late mb-6 h-7 w-48" />
      <Card>
        <SkeletonRows rows={8} label={t("loading")} />
      </Card>
    </>
  );
}
