"use client";

import {
  Cable,
  Cpu,
  type LucideIcon,
  Pencil,
  PlugZap,
  Power,
  ShieldAlert,
  SquareTerminal,
  TriangleAlert,
  Unplug,
  Zap,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import type { StationEventView } from "@/lib/domain/station-event";
import { EventWords } from "./event-words";

type Props = {
  readonly events: readonly StationEventView[];
  readonly nameOf: (at: { readonly evse: number; readonly connector: number }) => string;
};

/** What happened, newest first. */
export function EventList({ events, nameOf }: Props) {
  const t = useTranslations("stationEvents");
  return (
    <ol className="divide-y">
      {events.map((event) => {
        const Icon = iconOf(event);
        return (
          <li
            key={event.key}
            data-event={event.facts.what}
            data-kind={event.kind}
            className="grid grid-cols-[1rem_minmax(0,1fr)] items-start gap-x-3 px-4 py-2 text-sm sm:grid-cols-[1rem_7.5rem_minmax(0,1fr)]"
          >
            <Icon
              role="img"
              aria-label={t(`kind.${event.kind}`)}
              className={classNames("mt-0.5 size-4", isTrouble(event) ? "text-fault-ink" : "text-ink-3")}
            />
            <span className="text-xs leading-5 text-ink-3 max-sm:col-start-2 max-sm:row-start-2">
              <Instant at={event.at} precise />
            </span>
            <div className="min-w-0 wrap-anywhere">
              <EventWords facts={event.facts} at={event.at} nameOf={nameOf} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function iconOf({ kind, facts }: StationEventView): LucideIcon {
  switch (kind) {
    case "Connection":
      return facts.what === "Closed" ? Unplug : Cable;
    case "Boot":
      return Power;
    case "Fault":
      return TriangleAlert;
    case "Status":
      return PlugZap;
    case "Session":
      return Zap;
    case "Command":
      return SquareTerminal;
    case "Settings":
      return Pencil;
    case "Firmware":
      return Cpu;
    case "Security":
      return ShieldAlert;
  }
}

/** Came a fault, or went one? */
const isTrouble = ({ kind, facts }: StationEventView): boolean =>
  kind === "Security" || (kind === "Fault" && facts.what === "StateChanged" && facts.is.status === "Faulted");
