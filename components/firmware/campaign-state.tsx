"use client";

import {
  CalendarClock,
  Check,
  CircleX,
  Hourglass,
  type LucideIcon,
  Pause,
  PenLine,
  Play,
  SquareStop,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { CampaignState, PauseCause } from "@/lib/domain/firmware/campaign-states";
import type { CampaignSummary } from "@/lib/domain/firmware/campaign-view";

export type StateOfCampaign = Pick<CampaignSummary, "status" | "pauseCause" | "outcome">;

type Tone = "ready" | "energy" | "occ" | "warn" | "fault" | "off";
const TONES: Readonly<Record<Tone, string>> = {
  ready: "bg-ready-soft text-ready-ink",
  energy: "bg-energy-soft text-energy-ink",
  occ: "bg-occ-soft text-occ-ink",
  warn: "bg-warn-soft text-warn-ink",
  fault: "bg-fault-soft text-fault-ink",
  off: "bg-off-soft text-off-ink",
};

const LOOKS: Readonly<Record<CampaignState, readonly [tone: Tone, icon: LucideIcon]>> = {
  Draft: ["off", PenLine],
  PendingApproval: ["occ", Hourglass],
  Rejected: ["off", CircleX],
  Scheduled: ["occ", CalendarClock],
  Running: ["energy", Play],
  Paused: ["warn", Pause],
  Closing: ["energy", SquareStop],
  Aborting: ["warn", SquareStop],
  Aborted: ["off", SquareStop],
  Completed: ["ready", Check],
};

/** Pauses that say that stations or the image are in trouble; the others only wait for somebody. */
const TROUBLES: ReadonlySet<PauseCause> = new Set<PauseCause>([
  "ErrorBudget",
  "LostLimit",
  "WaveHeld",
  "SoakRegression",
  "ArtifactFailure",
  "NotAsApproved",
  "DownloadFailures",
]);

/** A campaign's state with its cause: colour, shape and word together. */
export function CampaignStateChip({ campaign }: { readonly campaign: StateOfCampaign }) {
  const stateText = useCampaignStateText();
  const [tone, Icon] = lookOf(campaign);
  return (
    <span
      data-campaign-state={campaign.status}
      className={classNames(
        "inline-flex min-h-6 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
      {stateText(campaign)}
    </span>
  );
}

/** "Running", "Paused: a wave missed its rule", "Completed in part". */
export function useCampaignStateText(): (campaign: StateOfCampaign) => string {
  const t = useTranslations("firmware");
  return ({ status, pauseCause, outcome }) => {
    if (status === "Paused" && pauseCause !== null) return t("paused", { cause: t(`cause.${pauseCause}`) });
    return status === "Completed" && outcome === "Partial" ? t("completedInPart") : t(`state.${status}`);
  };
}

function lookOf({ status, pauseCause, outcome }: StateOfCampaign): readonly [Tone, LucideIcon] {
  if (status === "Paused" && pauseCause !== null && TROUBLES.has(pauseCause)) return ["fault", TriangleAlert];
  if (status === "Completed" && outcome === "Partial") return ["warn", Check];
  return LOOKS[status];
}
