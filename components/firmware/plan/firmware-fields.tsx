"use client";

import { useTranslations } from "next-intl";
import type { ActionFault } from "@/components/form/action-result";
import { faultOf } from "@/components/form/form-fault";
import { inputOfInstant, instantOfInput } from "@/components/time/local-input";
import { Card, CardHeader } from "@/components/ui/card";
import { TextField } from "@/components/ui/field";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import type { PlanDraft } from "./plan";
import { ReleaseChoice } from "./release-choice";

type Props = {
  readonly draft: Pick<PlanDraft, "name" | "releaseId" | "startAt">;
  readonly change: (parts: Partial<Pick<PlanDraft, "name" | "releaseId" | "startAt">>) => void;
  readonly releases: readonly ReleaseView[];
  readonly fault: ActionFault | null;
};

/** "ACME Wall22 → 2.4.1": what a campaign is called unless somebody has a better name. */
export const nameFor = ({ vendor, models, version }: ReleaseView): string => {
  const [model] = models;
  return `${vendor} ${models.length === 1 && model !== undefined ? `${model} ` : ""}→ ${version}`;
};

/** Step 1: which firmware, under which name, from when on. */
export function FirmwareFields({ draft, change, releases, fault }: Props) {
  const t = useTranslations("firmware.plan.firmware");
  const isNameMade = draft.name === "" || releases.some((release) => nameFor(release) === draft.name);
  const chosen = releases.find(({ id }) => id === draft.releaseId);
  return (
    <>
      <Card>
        <CardHeader title={t("title")} />
        <div className="flex flex-col gap-4 p-4">
          <ReleaseChoice
            releases={releases}
            value={draft.releaseId}
            error={faultOf(fault, "releaseId")}
            onChange={(release) => change({ releaseId: release.id, ...(isNameMade ? { name: nameFor(release) } : {}) })}
          />
          {chosen?.notes == null ? null : (
            <p className="max-w-prose rounded-md bg-sunken px-3 py-2 text-sm whitespace-pre-wrap">{chosen.notes}</p>
          )}
        </div>
      </Card>
      <Card className="grid gap-4 p-4 sm:grid-cols-2">
        <TextField
          label={t("name")}
          hint={t("nameHint")}
          error={faultOf(fault, "name")}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
          maxLength={200}
          required
        />
        <TextField
          label={t("startAt")}
          hint={t("startAtHint")}
          error={faultOf(fault, "startAt")}
          type="datetime-local"
          value={inputOfInstant(draft.startAt)}
          onChange={(event) => change({ startAt: instantOfInput(event.target.value) })}
        />
      </Card>
    </>
  );
}
