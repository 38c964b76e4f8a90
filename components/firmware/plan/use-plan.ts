"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { PlanDraft, SavedPlan, SavePlan } from "./plan";
import { type Step, stepHref } from "./steps";

/** A pause in typing after which the draft is saved. */
const PAUSE_MS = 700;

/**
 * The draft of one step. It saves itself: after a pause, before another step is shown, and when the page is left. Saves
 * go out one after the other, each with the revision that the one before it made.
 */
export function usePlan(plan: SavedPlan, save: SavePlan) {
  const router = useRouter();
  const network = useTranslations("fault")("network");
  const [draft, setDraft] = useState<PlanDraft>(() => draftOf(plan));
  const [fault, setFault] = useState<ActionFault | null>(null);
  const [isSaved, setSaved] = useState(true);
  const kept = useRef({ wanted: draft, stored: draft, rev: plan.rev });
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const store = async (): Promise<boolean> => {
    const { wanted, stored, rev } = kept.current;
    if (wanted === stored) return true;
    const result = await save(plan.id, rev, wanted).catch(() => null);
    if (result?.ok !== true) {
      setFault(result === null ? { code: "network", message: network, field: null } : result.error);
      return false;
    }
    kept.current = { ...kept.current, stored: wanted, rev: result.value.rev };
    setFault(null);
    setSaved(kept.current.wanted === wanted);
    return true;
  };
  const flush = (): Promise<boolean> => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    queue.current = queue.current.then(store);
    return queue.current;
  };
  const flushNow = useRef(flush);
  useEffect(() => {
    flushNow.current = flush;
  });
  // Whoever goes elsewhere in the middle of a word has said it all the same.
  useEffect(() => () => void flushNow.current(), []);

  const change = (parts: Partial<PlanDraft>): void => {
    const wanted = { ...kept.current.wanted, ...parts };
    kept.current = { ...kept.current, wanted };
    setDraft(wanted);
    setSaved(false);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => void flushNow.current(), PAUSE_MS);
  };
  return {
    draft,
    fault,
    isSaved,
    change,
    changeSpec: (parts: Partial<CampaignSpec>): void => change({ spec: { ...kept.current.wanted.spec, ...parts } }),
    flush,
    /** Shows another step once this one is saved; a draft that is refused stays where it can be mended. */
    leaveTo: async (step: Step): Promise<void> => {
      if (await flush()) router.push(stepHref(plan.id, step));
    },
  };
}

const draftOf = ({ name, releaseId, spec, startAt }: SavedPlan): PlanDraft => ({ name, releaseId, spec, startAt });

export type PlanInHand = ReturnType<typeof usePlan>;
