"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { CampaignState } from "@/lib/domain/firmware/campaign-states";
import { plainFault } from "./plain-fault";
import { STEPS, type Step, stepAfter, stepBefore, stepHref } from "./steps";
import type { PlanInHand } from "./use-plan";

/** Where one is among the five steps. `campaignId` null: nothing is saved yet, so there is nowhere else to go. */
export function StepLine({
  step,
  campaignId,
  leaveTo,
}: {
  readonly step: Step;
  readonly campaignId: string | null;
  readonly leaveTo: (step: Step) => void;
}) {
  const t = useTranslations("firmware.plan");
  const here = STEPS.indexOf(step);
  return (
    <nav aria-label={t("steps")} className="mb-5">
      <ol className="grid grid-cols-5 gap-x-2">
        {STEPS.map((one, place) => {
          const look = classNames(
            "flex flex-col gap-0.5 border-t-2 pt-2 text-sm max-md:min-h-11",
            place === here ? "border-ink font-medium text-ink" : "border-line text-ink-2",
            place < here && "border-ink-3",
          );
          const label = (
            <>
              <span className="text-xs text-ink-3 tabular-nums">{place + 1}</span>
              <span className="truncate max-sm:text-xs">{t(`step.${one}`)}</span>
            </>
          );
          return (
            <li key={one} className="min-w-0">
              {campaignId === null || place === here ? (
                <span aria-current={place === here ? "step" : undefined} className={look}>
                  {label}
                </span>
              ) : (
                <Link
                  href={stepHref(campaignId, one)}
                  prefetch={false}
                  className={classNames(look, "hover:text-ink")}
                  onClick={(event) => {
                    event.preventDefault();
                    leaveTo(one);
                  }}
                >
                  {label}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

type Props = {
  readonly step: Step;
  readonly campaignId: string;
  readonly status: CampaignState;
  readonly plan: PlanInHand;
  /** In place of "Continue". */
  readonly submit?: ReactNode;
  readonly children: ReactNode;
};

/** A step of a saved plan: the line of steps, the step itself, and the way on and back. */
export function PlanFrame({ step, campaignId, status, plan, submit, children }: Props) {
  const t = useTranslations("firmware.plan");
  const before = stepBefore(step);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (submit === undefined) void plan.leaveTo(stepAfter(step));
      }}
    >
      <StepLine step={step} campaignId={campaignId} leaveTo={(one) => void plan.leaveTo(one)} />
      {status === "Draft" ? null : (
        <p className="mb-4 rounded-lg bg-warn-soft px-4 py-3 text-warn-ink">{t("notADraft")}</p>
      )}
      <div className="flex flex-col gap-4">{children}</div>
      <PlanFault fault={plan.fault} />
      <div className="mt-5 flex flex-wrap items-center justify-end gap-2 max-md:[&>button]:grow">
        <span role="status" className="mr-auto text-sm text-ink-3 max-md:w-full" data-saved={plan.isSaved}>
          {plan.fault === null ? t(plan.isSaved ? "saved" : "saving") : t("notSaved")}
        </span>
        {before === null ? null : (
          <Button onClick={() => void plan.leaveTo(before)}>
            <ArrowLeft aria-hidden className="size-4" />
            {t("back")}
          </Button>
        )}
        {submit ?? (
          <Button type="submit" variant="primary">
            {t("continue")}
            <ArrowRight aria-hidden className="size-4" />
          </Button>
        )}
      </div>
    </form>
  );
}

/** What is wrong stands at its field; here it is said once more, since the field may be out of sight. */
function PlanFault({ fault }: { readonly fault: ActionFault | null }) {
  const t = useTranslations("firmware.plan");
  if (fault === null) return null;
  return (
    <p role="alert" className="mt-4 rounded-md bg-fault-soft px-3 py-2 text-fault-ink">
      {fault.field === null ? fault.message : t("mend", { message: plainFault(fault.message, t("marked")) ?? "" })}
      {fault.code === "Conflict" ? (
        <Button size="small" className="ml-3" onClick={() => window.location.reload()}>
          {t("readAgain")}
        </Button>
      ) : null}
    </p>
  );
}
