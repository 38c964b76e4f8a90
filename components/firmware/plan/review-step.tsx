"use client";

import { Send, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { type Missing, missingIn } from "./missing";
import type { LastCampaign, SavedPlan, SavePlan } from "./plan";
import { PlanFrame } from "./plan-frame";
import { Changes, FirstStations, PlanFigures, WavesTable } from "./review-parts";
import { stepHref } from "./steps";
import { Excluded, Overlaps } from "./targets-seen";
import { UnsignedWarning } from "./unsigned-warning";
import { usePlan } from "./use-plan";

type Props = {
  readonly plan: SavedPlan;
  readonly save: SavePlan;
  readonly submit: (id: string, expectedRev: number, comment: string) => Promise<ActionResult<null>>;
  readonly release: ReleaseView;
  readonly preview: CampaignPreview | null;
  readonly sites: readonly { readonly id: number; readonly name: string }[];
  /** The release's last campaign before this one; null where there was none. */
  readonly last: LastCampaign | null;
  readonly createdBy: string;
};

/** Step 5: what would happen, before anybody is asked to approve it. */
export function ReviewStep({ plan: saved, save, submit, release, preview, sites, last, createdBy }: Props) {
  const t = useTranslations("firmware.plan.review");
  const plan = usePlan(saved, save);
  const missing = missingIn(saved.spec, release, preview);
  const router = useRouter();
  const { run, fault, isPending } = useAction();
  const [comment, setComment] = useState("");
  const send = (): void =>
    run(
      () => submit(saved.id, saved.rev, comment.trim()),
      () => router.push(`/firmware/campaigns/${saved.id}`),
    );
  const siteNames = new Map(sites.map(({ id, name }) => [id, name]));
  return (
    <PlanFrame
      step="review"
      campaignId={saved.id}
      status={saved.status}
      plan={plan}
      submit={
        <Button
          variant="primary"
          disabled={missing.length > 0 || preview === null || isPending || saved.status !== "Draft"}
          onClick={send}
        >
          <Send aria-hidden className="size-4" />
          {t(isPending ? "submitting" : "submit")}
        </Button>
      }
    >
      <MissingList campaignId={saved.id} missing={missing} />
      {preview === null ? <p className="rounded-lg bg-warn-soft px-4 py-3 text-warn-ink">{t("noPreview")}</p> : null}
      <UnsignedWarning stations={preview?.unsignedTargets ?? 0} />
      {preview === null ? null : (
        <>
          <PlanFigures preview={preview} release={release} startAt={saved.startAt} spec={saved.spec} />
          <WavesTable preview={preview} spec={saved.spec} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <FirstStations preview={preview} />
            {preview.excluded.length + preview.overlaps.length === 0 ? null : (
              <Card className="flex flex-col gap-4 p-4">
                <Excluded excluded={preview.excluded} />
                <Overlaps overlaps={preview.overlaps} />
              </Card>
            )}
          </div>
        </>
      )}
      <Changes spec={saved.spec} last={last} siteNames={siteNames} />
      <Card>
        <CardHeader title={t("approval")} />
        <div className="flex max-w-prose flex-col gap-4 p-4">
          <p>{t("approvalHint", { names: [...new Set([createdBy, release.uploadedBy])].join(", ") })}</p>
          <TextField
            label={t("comment")}
            hint={t("commentHint")}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            maxLength={2_000}
          />
          <FormFault fault={fault} />
        </div>
      </Card>
    </PlanFrame>
  );
}

function MissingList({ campaignId, missing }: { readonly campaignId: string; readonly missing: readonly Missing[] }) {
  const t = useTranslations("firmware.plan");
  if (missing.length === 0) return null;
  const words = (lack: Missing): string => {
    if (lack.type === "WavesTooSmall") return t("missing.WavesTooSmall", { count: lack.left });
    if (lack.type === "NoWindow") return t("missing.NoWindow", { sites: lack.sites.join(", ") });
    return t(`missing.${lack.type}`);
  };
  return (
    <section aria-label={t("missing.title")} className="rounded-lg bg-warn-soft px-4 py-3 text-warn-ink">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4" />
        {t("missing.title")}
      </p>
      <ul className="mt-1 flex flex-col gap-1 text-sm">
        {missing.map((lack) => (
          <li key={lack.type} data-missing={lack.type}>
            {words(lack)}{" "}
            <Link href={stepHref(campaignId, lack.step)} className="font-medium underline underline-offset-2">
              {t(`step.${lack.step}`)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
