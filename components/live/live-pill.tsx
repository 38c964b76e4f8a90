"use client";

import { Pause, Play } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";
import type { Pulse } from "@/lib/live/pulse";
import { useLiveContext } from "./live-provider";
import { useLine } from "./use-live";

const TONES: Readonly<Record<Pulse["state"], string>> = {
  live: "text-ink-2",
  "catching-up": "text-ink-2",
  reconnecting: "bg-warn-soft text-warn-ink",
  offline: "bg-off-soft text-off-ink",
  paused: "bg-accent-soft text-accent",
};

/** The first of the three freshness layers: is the line between this browser and the server alive? */
export function LivePill() {
  const t = useTranslations("live");
  const { link } = useLiveContext();
  const { pulse } = useLine();
  const isPaused = pulse.state === "paused";
  const isOfUse = pulse.state === "live" || isPaused;
  return (
    <div className="flex items-center">
      <Tooltip text={t(`explain.${pulse.state}`)}>
        <button
          type="button"
          data-live={pulse.state}
          className={classNames(
            "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs font-medium tabular-nums",
            TONES[pulse.state],
          )}
        >
          <PulseGlyph state={pulse.state} />
          <PulseText pulse={pulse} />
        </button>
      </Tooltip>
      <span role="status" className="sr-only">
        {t(`spoken.${pulse.state}`)}
      </span>
      <Button
        size="icon"
        variant="quiet"
        aria-label={isPaused ? t("resume") : t("pause")}
        title={isPaused ? t("resume") : t("pause")}
        onClick={isPaused ? link.resume : link.pause}
        disabled={!isOfUse}
        // A telephone has no room for it beside the longer words of a lost line.
        className={isOfUse ? "" : "max-md:hidden"}
      >
        {isPaused ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
      </Button>
    </div>
  );
}

function PulseText({ pulse }: { readonly pulse: Pulse }) {
  const t = useTranslations("live");
  const format = useFormatter();
  switch (pulse.state) {
    case "live":
      return (
        <span>
          {t("live")}
          <span className="text-ink-3 max-sm:hidden">
            {" "}
            · {t("seconds", { seconds: (Math.max(0, pulse.heardMs) / 1000).toFixed(1) })}
          </span>
        </span>
      );
    case "catching-up":
      return t("catchingUp");
    case "reconnecting":
      return t("reconnecting", { seconds: Math.round(pulse.sinceMs / 1000) });
    case "offline":
      return t("offline", {
        time: format.dateTime(new Date(pulse.since), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
      });
    case "paused":
      return t("paused", { count: pulse.held });
  }
}

function PulseGlyph({ state }: { readonly state: Pulse["state"] }) {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3">
      {state === "live" ? <circle cx="6" cy="6" r="4" className="fill-ready" /> : null}
      {state === "catching-up" ? (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />
        </>
      ) : null}
      {state === "reconnecting" ? (
        <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.8" />
      ) : null}
      {state === "offline" ? (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M3 9 9 3" stroke="currentColor" strokeWidth="1.5" />
        </>
      ) : null}
      {state === "paused" ? <path d="M3 2h2v8H3zM7 2h2v8H7z" fill="currentColor" /> : null}
    </svg>
  );
}
