import type { CampaignOutlook } from "@/lib/domain/firmware/campaign-outlook";
import type { SoakFigures } from "@/lib/domain/firmware/campaign-snapshot";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { CampaignFigures } from "./campaign-figures";
import { FailuresCard } from "./failures-card";
import { SoakCard } from "./soak-card";
import { WaveList } from "./wave-list";

type Props = {
  readonly campaign: CampaignView;
  readonly outlook: CampaignOutlook;
  /** Null where nothing is compared, or too little is known. */
  readonly soak: SoakFigures | null;
};

/** How far it is, as the books have it. */
export function LiveCampaign({ campaign, outlook, soak }: Props) {
  return (
    <>
      <CampaignFigures campaign={campaign} outlook={outlook} />
      <WaveList waves={campaign.waves} outlook={outlook} />
      {soak === null && campaign.failures.length === 0 ? null : (
        <div className="mb-5 grid gap-5 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] [&>*]:h-fit">
          {soak === null ? null : <SoakCard soak={soak} />}
          {campaign.failures.length === 0 ? null : <FailuresCard campaign={campaign} />}
        </div>
      )}
    </>
  );
}
