"use client";

import { Archive, Check, CircleX, LoaderCircle, type LucideIcon, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { ReleaseState } from "@/lib/domain/firmware/release-view";

const LOOKS: Readonly<Record<ReleaseState, readonly [tone: string, icon: LucideIcon]>> = {
  Uploading: ["bg-warn-soft text-warn-ink", Upload],
  Uploaded: ["bg-energy-soft text-energy-ink", LoaderCircle],
  Verifying: ["bg-energy-soft text-energy-ink", LoaderCircle],
  Verified: ["bg-ready-soft text-ready-ink", Check],
  Rejected: ["bg-fault-soft text-fault-ink", CircleX],
  Retired: ["bg-off-soft text-off-ink", Archive],
};

/** How far a release is: colour, shape and word together. */
export function ReleaseChip({ status }: { readonly status: ReleaseState }) {
  const t = useTranslations("firmware.releaseState");
  const [tone, Icon] = LOOKS[status];
  return (
    <span
      data-release-state={status}
      className={classNames(
        "inline-flex h-6 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap",
        tone,
      )}
    >
      <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
      {t(status)}
    </span>
  );
}
