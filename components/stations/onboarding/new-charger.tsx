"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import type { SiteView } from "@/lib/domain/site-view";
import type { RefusalView } from "@/lib/domain/station-view";
import type { AddedStation, AddStation, RenewPassword } from "./added-station";
import { ArrivalList } from "./arrival-list";
import { ConnectionCard } from "./connection-card";
import { StationForm } from "./station-form";

type Props = {
  readonly add: AddStation;
  readonly renewPassword: RenewPassword;
  readonly sites: readonly SiteView[];
  /** The page was opened again for a charger that is known already. */
  readonly known: AddedStation | null;
  readonly refusals: readonly RefusalView[];
  readonly renderedAt: string;
};

/** Make it known, type its address into it, watch it arrive. */
export function NewCharger({ add, renewPassword, sites, known, refusals, renderedAt }: Props) {
  const t = useTranslations("onboarding");
  const router = useRouter();
  const [added, setAdded] = useState<AddedStation | null>(known);
  const onAdded = (next: AddedStation): void => {
    setAdded(next);
    // The address leads back here after a reload; only the password will be gone.
    // By the router: behind its back, its next refresh would find another page than it expects and load anew.
    router.replace(`/chargers/new?identity=${encodeURIComponent(next.station.identity)}`, { scroll: false });
  };
  if (added === null) {
    return (
      <Card className="max-w-xl p-5">
        <StationForm add={add} sites={sites} submitLabel={t("submit")} onAdded={onAdded} />
      </Card>
    );
  }
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <ConnectionCard added={added} renewPassword={renewPassword} />
      <ArrivalList station={added.station} refusals={refusals} position={added.position} renderedAt={renderedAt} />
    </div>
  );
}
