"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { WAVE_RULE, type WaveSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import { CanaryProof } from "./canary-proof";
import type { SavedPlan, SavePlan } from "./plan";
import { PlanFrame } from "./plan-frame";
import { usePlan } from "./use-plan";
import { WaveEditor } from "./wave-editor";

type Props = { readonly plan: SavedPlan; readonly save: SavePlan; readonly preview: CampaignPreview | null };

/** Step 3: in which waves, and what has to be true before the next one opens. */
export function RolloutStep({ plan: saved, save, preview }: Props) {
  const t = useTranslations("firmware.plan.rollout");
  const plan = usePlan(saved, save);
  const { waves } = plan.draft.spec;
  const setWaves = (next: readonly WaveSpec[]): void => plan.changeSpec({ waves: next });
  const hasRest = waves.some(({ size }) => size.type === "Rest");
  return (
    <PlanFrame step="rollout" campaignId={saved.id} status={saved.status} plan={plan}>
      <Card className="p-4">
        <p className="max-w-prose text-ink-2">{t("intro")}</p>
        <CanaryProof first={waves[0]} preview={preview} />
      </Card>
      <ol className="flex flex-col gap-3">
        {waves.map((wave, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a wave has no name but its place
          <li key={index}>
            <WaveEditor
              wave={wave}
              index={index}
              count={waves.length}
              planned={plan.isSaved ? (preview?.waves[index]?.stations ?? null) : null}
              fault={plan.fault}
              onChange={(changed) => setWaves(waves.map((other, at) => (at === index ? changed : other)))}
              onMove={(by) => setWaves(moved(waves, index, by))}
              onRemove={() => setWaves(waves.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      {hasRest ? null : <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("noRest")}</p>}
      <Button
        className="self-start"
        onClick={() => setWaves(withOneMore(waves, t("waveName", { number: waves.length })))}
      >
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
    </PlanFrame>
  );
}

function moved(waves: readonly WaveSpec[], from: number, by: -1 | 1): readonly WaveSpec[] {
  const [wave, other] = [waves[from], waves[from + by]];
  if (wave === undefined || other === undefined) return waves;
  return waves.map((one, at) => (at === from ? other : at === from + by ? wave : one));
}

/** Before the rest, which stays last. */
function withOneMore(waves: readonly WaveSpec[], name: string): readonly WaveSpec[] {
  const last = waves.findIndex(({ size }) => size.type === "Rest");
  const at = last === -1 ? waves.length : last;
  const added: WaveSpec = { name, size: { type: "Share", share: 0.1 }, gate: "Auto", rule: WAVE_RULE };
  return [...waves.slice(0, at), added, ...waves.slice(at)];
}
