"use client";

import { useTranslations } from "next-intl";
import { useNow } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";

/** The overview is read again at least every half minute while it is live. */
export const OLD_AFTER_MS = 75_000;

type Props = {
  readonly at: string;
  /** From here on it is said to be old, milliseconds. */
  readonly oldAfterMs: number;
};

/** How old what is shown is. It counts on when the page is paused or the line is broken, and then stands out. */
export function ReadAt({ at, oldAfterMs }: Props) {
  const t = useTranslations("overview");
  const isOld = useNow() - Date.parse(at) > oldAfterMs;
  return (
    <span
      data-testid="read-at"
      data-fresh={isOld ? "old" : "fresh"}
      className={classNames(
        "text-xs whitespace-nowrap tabular-nums",
        isOld ? "rounded-md bg-warn-soft px-1.5 py-0.5 text-warn-ink" : "text-ink-3",
      )}
    >
      {t("readAt")} <Age at={at} />
    </span>
  );
}
