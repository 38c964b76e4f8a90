import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  const t = useTranslations("app");
  return (
    <>
      <Skeleton className="appear-late mb-8 h-12 w-72" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid gap-3 sm:grid-cols-2">
          <Card>
            <SkeletonRows rows={4} label={t("loading")} />
          </Card>
          <Card>
            <SkeletonRows rows={4} label={t("loading")} />
          </Card>
        </div>
        <Card>
          <SkeletonRows rows={8} label={t("loading")} />
        </Card>
      </div>
    </>
  );
}
