"use client";

import type { ReactNode } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { RolloutsBanner, type RolloutsState } from "../rollouts-state";
import { CampaignHeader } from "./campaign-header";
import type { OrderCampaign } from "./campaign-orders";
import { CampaignTabs } from "./campaign-tabs";
import { PausePanel } from "./pause-panel";

/** What every page of a campaign is read with. */
export type CampaignSnapshot = {
  readonly campaign: CampaignView;
  readonly rollouts: RolloutsState;
  readonly readRollouts: () => Promise<ActionResult<RolloutsState>>;
  readonly position: number;
  readonly renderedAt: string;
  readonly send: OrderCampaign;
  /** Lets all rollouts go on after the kill switch; null for whoever may not. */
  readonly letGoOn: (() => Promise<ActionResult<null>>) | null;
};

type Props = CampaignSnapshot & {
  /** How often the page is read again at most: what is dear to read is read less often. */
  readonly refreshMs?: number;
  readonly children: ReactNode;
};

const REFRESH_MS = 1_000;

/** A page of one campaign: its head, why it stands still, its tabs; read again as the books change. */
export function CampaignFrame(props: Props) {
  const {
    campaign,
    rollouts,
    readRollouts,
    position,
    renderedAt,
    send,
    letGoOn,
    refreshMs = REFRESH_MS,
    children,
  } = props;
  useRefreshOn(["rollouts"], refreshMs);
  return (
    <>
      <LiveTopic topic={`campaign:${campaign.id}`} position={position} renderedAt={renderedAt} />
      <RolloutsBanner rollouts={rollouts} read={readRollouts} letGoOn={letGoOn} />
      <CampaignHeader campaign={campaign} send={send} renderedAt={renderedAt} />
      {campaign.status === "Paused" ? <PausePanel campaign={campaign} send={send} /> : null}
      <CampaignTabs id={campaign.id} />
      {children}
    </>
  );
}
