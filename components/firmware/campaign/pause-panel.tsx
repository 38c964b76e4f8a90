"use client";

import { Pause, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { PauseCause } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { isAllowed, type OrderCampaign, type OrderName } from "./campaign-orders";
import { pauseFacts } from "./evidence-facts";
import { EvidenceList } from "./evidence-list";
import { OrderDialog } from "./order-dialog";
import { decisionsFor, needsApprover, type PauseDecision } from "./pause-decisions";

/** Pauses that only wait for somebody; all others say that something is wrong. */
const CALM: ReadonlySet<PauseCause> = new Set<PauseCause>(["Operator", "ManualGate", "Inconclusive", "KillSwitch"]);

function effectKey(cause: PauseCause, decision: PauseDecision) {
  if (decision === "Resume" && cause === "KillSwitch") return "effect.ResumeKilled";
  if (decision === "Resume" && cause === "NotAsApproved") return "effect.ResumeUnproved";
  return `effect.${decision}` as const;
}

type Props = { readonly campaign: CampaignView; readonly send: OrderCampaign };

/** Why the campaign stands still, in words and figures, and what can be decided, each with its effect. */
export function PausePanel({ campaign, send }: Props) {
  const t = useTranslations("campaign.pause");
  const [order, setOrder] = useState<OrderName | null>(null);
  const cause = campaign.pauseCause ?? "Operator";
  const isCalm = CALM.has(cause);
  const facts = pauseFacts(campaign.pauseEvidence, campaign.waves);
  const Icon = isCalm ? Pause : TriangleAlert;
  return (
    <section
      aria-labelledby="pause-title"
      data-pause-cause={cause}
      className={classNames(
        "mb-5 rounded-lg border p-4",
        isCalm ? "border-warn/40 bg-warn-soft" : "border-fault/40 bg-fault-soft",
      )}
    >
      <h2
        id="pause-title"
        className={classNames(
          "flex items-center gap-2 text-md font-semibold",
          isCalm ? "text-warn-ink" : "text-fault-ink",
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {t(`cause.${cause}.title`)}
      </h2>
      <p className="mt-1 max-w-prose">{t(`cause.${cause}.text`)}</p>
      {facts.length === 0 ? null : <EvidenceList facts={facts} />}
      <p className="mt-3 text-sm text-ink-2">{t("goesOn", { active: campaign.totals.active })}</p>
      <div className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {decisionsFor(cause).map((decision) => {
          const may = isAllowed(campaign.actions, decision);
          return (
            <div key={decision} className="flex flex-col items-start gap-2 rounded-md border bg-surface p-3">
              <Button
                variant={decision === "Abort" ? "danger" : "secondary"}
                disabled={!may}
                onClick={() => setOrder(decision)}
              >
                {t(`decision.${decision}`)}
              </Button>
              <p className="text-sm text-ink-2">{t(effectKey(cause, decision), { failed: campaign.totals.failed })}</p>
              {may ? null : (
                <p className="text-sm text-ink-3">
                  {needsApprover(cause, decision) ? t("needsApprover") : t("notYours")}
                </p>
              )}
            </div>
          );
        })}
      </div>
      <OrderDialog campaign={campaign} order={order} send={send} onClose={() => setOrder(null)} />
    </section>
  );
}
