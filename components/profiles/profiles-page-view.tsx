"use client";

import { Eraser, Gauge, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandsInPlace } from "@/components/commands/commands-in-place";
import { useCommands, useRefreshOn, useStation } from "@/components/live/use-live";
import { ChargerFrame, type ChargerSnapshot } from "@/components/stations/charger-frame";
import { isConnected } from "@/components/stations/shown-status";
import { Dialog } from "@/components/ui/dialog";
import type { ChargingProfilesView } from "@/lib/domain/charging-profile-view";
import type { CommandView } from "@/lib/domain/command-view";
import type { SessionView } from "@/lib/domain/session-view";
import { ClearForm } from "./clear-form";
import { LimitForm } from "./limit-form";
import { usePlaces } from "./places";
import { ProfileForm } from "./profile-form";
import { ProfileList } from "./profile-list";
import { ScheduleCard } from "./schedule-card";

type Props = {
  readonly snapshot: ChargerSnapshot;
  readonly profiles: ChargingProfilesView;
  /** Running ones. */
  readonly sessions: readonly SessionView[];
};

const REFRESH_MS = 500;

type Asked = "limit" | "advanced" | "clear";

/** What limits a charger's power: the profiles it was given, and what it says it will allow. */
export function ProfilesPageView({ snapshot, profiles, sessions }: Props) {
  const t = useTranslations("profiles");
  const station = useStation(snapshot.station);
  const commands = useCommands(station.identity, snapshot.commands);
  useRefreshOn(["commands", "sessions", "books", `station:${station.identity}`], REFRESH_MS);
  const [asked, setAsked] = useState<Asked | null>(null);
  const places = usePlaces(station.connectors);
  const close = (): void => setAsked(null);
  const common = { identity: station.identity, isConnected: isConnected(station.connectivity), onClose: close, places };
  const frame = (kind: Asked) => ({
    open: asked === kind,
    onOpenChange: (open: boolean) => (open ? undefined : close()),
    title: t(`${kind}.title`),
    description: station.identity,
  });
  return (
    <ChargerFrame {...snapshot} station={station} commands={commands}>
      <div className="flex flex-col gap-4">
        <CommandsInPlace commands={commands.filter(isAboutProfiles)} />
        <div className="flex flex-wrap gap-2">
          <CommandButton variant="primary" onClick={() => setAsked("limit")}>
            <Gauge aria-hidden className="size-3.5" />
            {t("limit.open")}
          </CommandButton>
          <CommandButton onClick={() => setAsked("advanced")}>
            <SlidersHorizontal aria-hidden className="size-3.5" />
            {t("advanced.open")}
          </CommandButton>
          <CommandButton variant="quiet" onClick={() => setAsked("clear")}>
            <Eraser aria-hidden className="size-3.5" />
            {t("clear.open")}
          </CommandButton>
        </div>
        <ProfileList
          items={profiles.items}
          identity={station.identity}
          {...{ places, isConnected: common.isConnected }}
        />
        <ScheduleCard
          identity={station.identity}
          schedules={profiles.schedules}
          places={places}
          commands={commands.filter(({ name }) => name === "GetCompositeSchedule")}
        />
      </div>
      <Dialog {...frame("limit")}>
        <LimitForm {...common} items={profiles.items} />
      </Dialog>
      <Dialog {...frame("advanced")}>
        <ProfileForm {...common} items={profiles.items} sessions={sessions} />
      </Dialog>
      <Dialog {...frame("clear")}>
        <ClearForm {...common} />
      </Dialog>
    </ChargerFrame>
  );
}

const ABOUT: ReadonlySet<string> = new Set(["SetChargingProfile", "ClearChargingProfile", "Reset"]);
const isAboutProfiles = ({ name }: CommandView): boolean => ABOUT.has(name);
