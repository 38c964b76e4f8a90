"use client";

import { LiveTopic } from "@/components/live/live-topics";
import { useRefreshOn } from "@/components/live/use-live";

/** A page that is read again whenever campaigns or releases change. */
export function RefreshOnRollouts({
  position,
  renderedAt,
}: {
  readonly position: number;
  readonly renderedAt: string;
}) {
  useRefreshOn(["rollouts", "listed"], 2_000);
  return <LiveTopic topic="rollouts" position={position} renderedAt={renderedAt} />;
}
