"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { faultOf } from "@/components/form/form-fault";
import { Card, CardHeader } from "@/components/ui/card";
import { ChoiceField, TextAreaField, TextField } from "@/components/ui/field";
import { OVERLAP_POLICIES, type TargetFilter } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import { listOf } from "../releases/release-draft";
import { CheckList } from "./check-list";
import type { SavedPlan, SavePlan } from "./plan";
import { PlanFrame } from "./plan-frame";
import { TargetsSeen } from "./targets-seen";
import { usePlan } from "./use-plan";

/** What can be chosen from, of the release's own make. */
export type TargetOptions = {
  readonly models: readonly { readonly model: string; readonly stations: number }[];
  readonly versions: readonly string[];
  readonly sites: readonly { readonly id: number; readonly name: string }[];
};

type Props = {
  readonly plan: SavedPlan;
  readonly save: SavePlan;
  readonly options: TargetOptions;
  /** Of the plan as it is saved; null where it cannot be told. */
  readonly preview: CampaignPreview | null;
};

const OCPP_VERSIONS: readonly (readonly [value: string, label: string])[] = [
  ["ocpp1.6", "1.6"],
  ["ocpp2.0.1", "2.0.1"],
  ["ocpp2.1", "2.1"],
];

/** Step 2: which chargers. Everything that is chosen has to match; nothing chosen is every charger it is for. */
export function TargetsStep({ plan: saved, save, options, preview }: Props) {
  const t = useTranslations("firmware.plan.targets");
  const plan = usePlan(saved, save);
  const { targets, onOverlap } = plan.draft.spec;
  const set = (parts: Parts): void => plan.changeSpec({ targets: withParts(targets, parts) });
  const [byName, setByName] = useState((targets.identities ?? []).join("\n"));
  const [tags, setTags] = useState((targets.tags ?? []).join(", "));
  return (
    <PlanFrame step="targets" campaignId={saved.id} status={saved.status} plan={plan}>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card>
          <CardHeader title={t("title")} />
          <div className="flex flex-col gap-5 p-4">
            <CheckList
              legend={t("models")}
              hint={t("anyModel")}
              options={options.models.map(({ model, stations }) => ({
                value: model,
                label: model,
                note: String(stations),
              }))}
              chosen={targets.models ?? []}
              onChange={(models) => set({ models })}
            />
            <CheckList
              legend={t("versions")}
              hint={t("anyVersion")}
              options={options.versions.map((version) => ({ value: version, label: version }))}
              chosen={targets.versions ?? []}
              onChange={(versions) => set({ versions })}
            />
            <CheckList
              legend={t("sites")}
              hint={t("anySite")}
              options={options.sites.map(({ id, name }) => ({ value: id, label: name }))}
              chosen={targets.siteIds ?? []}
              onChange={(siteIds) => set({ siteIds })}
            />
            <CheckList
              legend={t("ocpp")}
              hint={t("anyOcpp")}
              options={OCPP_VERSIONS.map(([value, label]) => ({ value, label }))}
              chosen={targets.ocppVersions ?? []}
              onChange={(ocppVersions) => set({ ocppVersions })}
            />
            <TextField
              label={t("tags")}
              hint={t("tagsHint")}
              error={faultOf(plan.fault, "spec.targets.tags")}
              value={tags}
              onChange={({ target }) => {
                setTags(target.value);
                set({ tags: listOf(target.value) });
              }}
            />
            <TextAreaField
              label={t("identities")}
              hint={t("identitiesHint")}
              error={faultOf(plan.fault, "spec.targets.identities")}
              value={byName}
              onChange={({ target }) => {
                setByName(target.value);
                set({ identities: listOf(target.value) });
              }}
              rows={3}
              spellCheck={false}
              isCode
            />
            <ChoiceField
              legend={t("overlap")}
              name="overlap"
              options={OVERLAP_POLICIES.map((policy) => ({ value: policy, label: t(`overlapOf.${policy}`) }))}
              value={onOverlap}
              onChange={(value) =>
                plan.changeSpec({ onOverlap: OVERLAP_POLICIES.find((policy) => policy === value) ?? "Exclude" })
              }
            />
          </div>
        </Card>
        <TargetsSeen preview={preview} isCurrent={plan.isSaved} />
      </div>
    </PlanFrame>
  );
}

type Parts = {
  readonly models?: readonly string[];
  readonly versions?: readonly string[];
  readonly siteIds?: readonly number[];
  readonly tags?: readonly string[];
  readonly ocppVersions?: readonly string[];
  readonly identities?: readonly string[];
};

/** A filter says nothing about what nothing is chosen of. */
function withParts(targets: TargetFilter, parts: Parts): TargetFilter {
  const { vendor, models, versions, siteIds, tags, ocppVersions, identities } = { ...targets, ...parts };
  return {
    ...(vendor === undefined ? {} : { vendor }),
    ...(isAny(models) ? { models } : {}),
    ...(isAny(versions) ? { versions } : {}),
    ...(isAny(siteIds) ? { siteIds } : {}),
    ...(isAny(tags) ? { tags } : {}),
    ...(isAny(ocppVersions) ? { ocppVersions } : {}),
    ...(isAny(identities) ? { identities } : {}),
  };
}

const isAny = <T,>(chosen: readonly T[] | undefined): chosen is readonly T[] =>
  chosen !== undefined && chosen.length > 0;
