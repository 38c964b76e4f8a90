"use client";

import { useFormatter, useTranslations } from "next-intl";
import { canaryProof, type WaveSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";

type Props = { readonly first: WaveSpec | undefined; readonly preview: CampaignPreview | null };

/** What a first wave without a failure says of all the others: less than one hopes. */
export function CanaryProof({ first, preview }: Props) {
  const t = useTranslations("firmware.plan.rollout");
  const format = useFormatter();
  const stations = sizeOf(first, preview);
  if (stations === null) return null;
  const share = canaryProof(stations);
  return (
    <p className="mt-2 max-w-prose font-medium" data-canary={stations}>
      {t("canary", {
        count: stations,
        share: format.number(share, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }),
      })}
    </p>
  );
}

/** As typed where that is a number, otherwise as it was worked out from the targets. */
function sizeOf(first: WaveSpec | undefined, preview: CampaignPreview | null): number | null {
  const wanted = wantedOf(first) ?? preview?.waves[0]?.stations ?? 0;
  const stations = Math.min(wanted, preview?.targets || wanted);
  return stations >= 1 ? stations : null;
}

function wantedOf(wave: WaveSpec | undefined): number | null {
  if (wave?.size.type === "Count") return wave.size.count;
  return wave?.size.type === "Stations" ? wave.size.identities.length : null;
}
