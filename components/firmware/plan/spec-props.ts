import type { ActionFault } from "@/components/form/action-result";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";

/** What a part of the safety step gets: the spec as it stands, what is wrong with it, and the way to change it. */
export type SpecProps = {
  readonly spec: CampaignSpec;
  readonly fault: ActionFault | null;
  readonly set: (parts: Partial<CampaignSpec>) => void;
};
