"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";

type Props = {
  readonly preview: CampaignPreview | null /** Does it belong to what is chosen? */;
  readonly isCurrent: boolean;
};

/** How many chargers that makes, what they run now, and who is left out and why. */
export function TargetsSeen({ preview, isCurrent }: Props) {
  const t = useTranslations("firmware.plan.targets");
  const format = useFormatter();
  if (preview === null) {
    return (
      <Card className="p-4">
        <p className="text-ink-2">{t("cannotTell")}</p>
      </Card>
    );
  }
  return (
    <Card aria-busy={!isCurrent} className={classNames("transition-opacity", isCurrent || "opacity-60")}>
      <CardHeader title={t("seen")} />
      <div className="flex flex-col gap-4 p-4">
        <p role="status" data-targets={isCurrent ? preview.targets : undefined}>
          <span className="text-xl font-semibold tabular-nums">{format.number(preview.targets)}</span>{" "}
          <span className="text-ink-2">{t("chargers", { count: preview.targets })}</span>
        </p>
        {preview.targets === 0 ? <p className="text-sm text-warn-ink">{t("nobody")}</p> : null}
        <Versions preview={preview} />
        <Excluded excluded={preview.excluded} />
        <Overlaps overlaps={preview.overlaps} />
      </div>
    </Card>
  );
}

function Versions({ preview: { versions, targets } }: { readonly preview: CampaignPreview }) {
  const t = useTranslations("firmware.plan.targets");
  const format = useFormatter();
  if (versions.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{t("running")}</h3>
      <ul className="flex flex-col gap-1.5 text-sm">
        {versions.map(({ version, stations }) => (
          <li key={version ?? ""} className="grid grid-cols-[minmax(0,7rem)_minmax(0,1fr)_auto] items-center gap-2">
            <span
              className={version === null ? "truncate text-ink-3" : "truncate font-mono text-xs"}
              title={version ?? undefined}
            >
              {version ?? t("untold")}
            </span>
            <span aria-hidden className="h-2 rounded-sm bg-sunken">
              <span
                className="block h-full min-w-1 rounded-sm bg-energy"
                style={{ width: `${(stations / Math.max(1, targets)) * 100}%` }}
              />
            </span>
            <span className="tabular-nums">{format.number(stations)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Excluded({ excluded }: Pick<CampaignPreview, "excluded">) {
  const t = useTranslations("firmware.plan.targets");
  const words = useTranslations("firmware.exclusion");
  const format = useFormatter();
  if (excluded.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{t("excluded")}</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {excluded.map(({ reason, stations, examples }) => (
          <li key={reason} data-excluded={reason}>
            <span className="font-medium tabular-nums">{format.number(stations)}</span> {words(reason)}
            <span className="block font-mono text-xs break-all text-ink-3">
              {examples.slice(0, 3).join(", ")}
              {stations > 3 ? "…" : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Overlaps({ overlaps }: Pick<CampaignPreview, "overlaps">) {
  const t = useTranslations("firmware.plan.targets");
  if (overlaps.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{t("overlaps")}</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {overlaps.map(({ campaignId, name, stations }) => (
          <li key={campaignId}>{t("overlapWith", { name, count: stations })}</li>
        ))}
      </ul>
    </section>
  );
}
