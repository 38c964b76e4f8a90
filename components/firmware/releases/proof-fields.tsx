"use client";

import { useTranslations } from "next-intl";
import type { ActionFault } from "@/components/form/action-result";
import { faultOf } from "@/components/form/form-fault";
import { ChoiceField, TextField } from "@/components/ui/field";
import { CheckField } from "../check-field";
import { expectedOf, type ReleaseDraft } from "./release-draft";
import { VersionTester } from "./version-tester";

type Proof = Pick<ReleaseDraft, "version" | "expectedVersion" | "versionIsPattern" | "versionEvidence">;
type Props = {
  readonly draft: Proof;
  readonly set: (parts: Partial<Proof>) => void;
  readonly fault: ActionFault | null;
};

/** By what a charger is known to be updated; side by side where there is room. */
export function ProofFields({ draft, set, fault }: Props) {
  const t = useTranslations("firmware.expected");
  return (
    <div className="@container flex flex-col gap-4">
      <div className="grid gap-4 @lg:grid-cols-2">
        <div className="flex flex-col gap-3">
          <TextField
            label={t(draft.versionIsPattern ? "pattern" : "exact")}
            hint={t(draft.versionIsPattern ? "patternHint" : "exactHint")}
            error={faultOf(fault, "expectedVersion")}
            value={draft.expectedVersion}
            placeholder={draft.version}
            onChange={(event) => set({ expectedVersion: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            isCode
          />
          <CheckField
            label={t("isPattern")}
            isOn={draft.versionIsPattern}
            onChange={(versionIsPattern) => set({ versionIsPattern })}
          />
        </div>
        <VersionTester expected={expectedOf(draft)} isPattern={draft.versionIsPattern} />
      </div>
      <ChoiceField
        legend={t("evidence")}
        name="evidence"
        options={(["Required", "BestEffort"] as const).map((value) => ({
          value,
          label: t(`evidenceOf.${value}`),
          hint: t(`evidenceOf.${value}Hint`),
        }))}
        value={draft.versionEvidence}
        onChange={(value) => set({ versionEvidence: value === "BestEffort" ? "BestEffort" : "Required" })}
      />
    </div>
  );
}
