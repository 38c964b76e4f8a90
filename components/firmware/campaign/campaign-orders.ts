import type { ActionResult } from "@/components/form/action-result";
import type { AbortPolicy } from "@/lib/domain/firmware/campaign-states";
import type { CampaignActions } from "@/lib/domain/firmware/campaign-view";

export const ORDERS = [
  "Submit",
  "Withdraw",
  "Approve",
  "Reject",
  "Start",
  "Pause",
  "Resume",
  "Release",
  "Override",
  "RetryFailed",
  "Abort",
  "Clone",
  "RollBack",
] as const;
/** What a person may ask of a campaign on its page. */
export type OrderName = (typeof ORDERS)[number];

/** `expectedRev` is what the page showed when the person decided: if the books have moved on, the order is refused. */
export type CampaignRequest = {
  readonly campaignId: string;
  readonly expectedRev: number;
  readonly comment: string;
} & (
  | { readonly order: Exclude<OrderName, "Approve" | "Abort"> }
  | { readonly order: "Approve"; readonly specHash: string }
  | { readonly order: "Abort"; readonly policy: AbortPolicy }
);

/** `campaignId`: the campaign to look at afterwards, another one after Clone and RollBack. */
export type OrderCampaign = (request: CampaignRequest) => Promise<ActionResult<{ readonly campaignId: string }>>;

export type CreditJob = (request: {
  readonly campaignId: string;
  readonly jobId: string;
  readonly expectedRev: number;
  readonly comment: string;
}) => Promise<ActionResult<null>>;

/** `until` null: until somebody unlocks it. */
export type LockUpdates = (request: {
  readonly identity: string;
  readonly reason: string;
  readonly until: string | null;
}) => Promise<ActionResult<null>>;
export type UnlockUpdates = (identity: string) => Promise<ActionResult<null>>;

const ALLOWED_BY: Readonly<Record<OrderName, keyof CampaignActions>> = {
  Submit: "submit",
  Withdraw: "withdraw",
  Approve: "approve",
  Reject: "reject",
  Start: "start",
  Pause: "pause",
  Resume: "resume",
  Release: "release",
  Override: "override",
  RetryFailed: "retryFailed",
  Abort: "abort",
  Clone: "clone",
  RollBack: "rollBack",
};

export const isAllowed = (actions: CampaignActions, order: OrderName): boolean => actions[ALLOWED_BY[order]];
