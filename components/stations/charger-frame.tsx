"use client";

import type { ReactNode } from "react";
import { LiveTopic } from "@/components/live/live-topics";
import type { CommandView } from "@/lib/domain/command-view";
import type { StationDetail } from "@/lib/domain/station-view";
import { ChargerHeader } from "./charger-header";
import { ChargerTabs } from "./charger-tabs";

/** What every page of a charger is read with. */
export type ChargerSnapshot = {
  readonly station: StationDetail;
  readonly position: number;
  readonly renderedAt: string;
  readonly sessionCount: number;
  readonly commands: readonly CommandView[];
};

type Props = Pick<ChargerSnapshot, "position" | "renderedAt" | "sessionCount"> & {
  /** With the live facts laid over the snapshot. */
  readonly station: StationDetail;
  readonly commands: readonly CommandView[];
  readonly children: ReactNode;
};

/** A page of one charger: its head, its tabs, and the live topic that keeps it live. */
export function ChargerFrame({ station, position, renderedAt, sessionCount, commands, children }: Props) {
  const { identity } = station;
  return (
    <>
      <LiveTopic topic={`station:${identity}`} position={position} renderedAt={renderedAt} />
      <ChargerHeader station={station} sessionCount={sessionCount} commands={commands} />
      <ChargerTabs identity={identity} />
      {children}
    </>
  );
}
