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
  // With nobody on one of the sides there is nothing to look at.
  const compared = soak !== null && soak.updated.stations > 0 && soak.others.stations > 0 ? soak : null;
  return (
    <>
      <CampaignFigures campaign={campaign} outlook={outlook} />
      <WaveList waves={campaign.waves} outlook={outlook} />
      {compared === null && campaign.failures.length === 0 ? null : (
        <div className="mb-5 grid gap-5 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] [&>*]:h-fit">
          {compared === null ? null : <SoakCard soak={compared} />}
          {campaign.failures.length === 0 ? null : <FailuresCard campaign={campaign} />}
        </div>
      )}
    </>
  );
}
