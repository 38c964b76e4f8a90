"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useNow } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import { FRESH_MAX_MS } from "@/lib/domain/fresh-figure";

type Props = {
  /** The number as text; null = not known. */
  readonly text: string | null;
  readonly unit: string;
  /** When it was measured. */
  readonly at: string | null;
  /** False where the line to the charger is down: then no number is the present one. */
  readonly isConnected: boolean;
  readonly className?: string;
  readonly testId?: string;
};

/** The third freshness layer: how old is this number? Unknown is a dash, never a zero; old is dimmed and says its age. */
export function LiveFigure({ text, unit, at, isConnected, className, testId }: Props) {
  const t = useTranslations("figure");
  const now = useNow();
  const isOld = at !== null && now - Date.parse(at) > FRESH_MAX_MS;
  if (text === null || !isConnected) {
    return (
      <span data-testid={testId} data-fresh="unknown" className={classNames("text-ink-3", className)}>
        <span aria-hidden>—</span>
        <span className="sr-only">{t("unknown")}</span>
      </span>
    );
  }
  return (
    <span
      data-testid={testId}
      data-fresh={isOld ? "old" : "fresh"}
      className={classNames("live-figure tabular-nums", isOld && "text-ink-3", className)}
    >
      <Flashing text={text} />
      {unit === "" ? null : <span className="ml-1 text-[0.8em] font-normal text-ink-3">{unit}</span>}
      {isOld ? (
        <span className="ml-1.5 inline-flex items-center gap-1 text-xs font-normal text-ink-3">
          <OldGlyph />
          <Age at={at} />
        </span>
      ) : null}
    </span>
  );
}

function OldGlyph() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className="size-3 text-warn"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      <circle cx="6" cy="6" r="4.5" />
      <path d="M6 3.25v3L8 7.5" />
    </svg>
  );
}

/** Shows a change once, for 600 ms. */
export function Flashing({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(text);
  const [changes, setChanges] = useState(0);
  if (shown !== text) {
    setShown(text);
    setChanges(changes + 1);
  }
  return (
    <span key={changes} className={changes === 0 ? undefined : "flash"}>
      {text}
    </span>
  );
}
