"use client";

import { Power, RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { CommandButton } from "@/components/commands/command-button";
import { useCommandBar } from "@/components/commands/commands-context";
import { isUnderWay } from "@/components/commands/commands-in-place";
import { AvailabilityForm, RestartForm } from "@/components/commands/dialogs";
import { MoreMenu } from "@/components/commands/more-menu";
import { Dialog } from "@/components/ui/dialog";
import type { CommandView } from "@/lib/domain/command-view";
import type { StationDetail } from "@/lib/domain/station-view";
import { ConnectivityText } from "./connectivity-text";
import { isConnected, shownStatus } from "./shown-status";
import { StatusChip } from "./status-chip";
import { UnstableChip } from "./unstable-chip";
import { useAsked } from "./use-asked";

type Props = {
  readonly station: StationDetail;
  readonly sessionCount: number;
  /** About the whole charger. */
  readonly commands: readonly CommandView[];
};

export function ChargerHeader({ station, sessionCount, commands }: Props) {
  const t = useTranslations("station");
  const words = useTranslations("command");
  const { asked: wanted, ask } = useAsked();
  // An address may lead here; whoever may not is told why by the buttons.
  const asked = useCommandBar() === null ? wanted : null;
  const onClose = (): void => ask(null);
  const common = { identity: station.identity, isConnected: isConnected(station.connectivity), onClose };
  const itself = station.connectors.find(({ evse }) => evse === 0);
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <Link href="/chargers" className="text-sm text-ink-3 hover:text-ink">
          {t("all")}
          <span aria-hidden> ›</span>
        </Link>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-lg font-semibold break-all">{station.identity}</h1>
          {station.name === null ? null : <span className="text-md text-ink-2">{station.name}</span>}
          <StatusChip status={shownStatus(station)} />
          {station.isUnstable ? <UnstableChip /> : null}
        </div>
        <p
          className="mt-1 text-sm text-ink-2"
          data-testid="connectivity"
          data-connectivity={station.connectivity.state}
        >
          <ConnectivityText station={station} />
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {isUnderWay(commands, "Reset") ? null : (
          <CommandButton onClick={() => ask("restart")}>
            <RotateCw aria-hidden className="size-3.5" />
            {t("restart")}
          </CommandButton>
        )}
        {isUnderWay(commands, "ChangeAvailability") ? null : (
          <CommandButton onClick={() => ask("availability")} aria-label={t("availabilityOfAll")}>
            <Power aria-hidden className="size-3.5" />
            {t("availability")}
          </CommandButton>
        )}
        <MoreMenu station={station} commands={commands} isConnected={common.isConnected} />
      </div>
      <Dialog
        open={asked === "restart"}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={words("restart.title")}
        description={words("whole", { identity: station.identity })}
      >
        <RestartForm {...common} sessionCount={sessionCount} />
      </Dialog>
      <Dialog
        open={asked === "availability"}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={words("availability.title")}
        description={words("whole", { identity: station.identity })}
      >
        <AvailabilityForm {...common} evse={0} isOutOfService={itself?.status === "Unavailable"} />
      </Dialog>
    </div>
  );
}
