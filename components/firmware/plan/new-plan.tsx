"use client";

import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { FormFault, faultBesides } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button, ButtonLink } from "@/components/ui/button";
import type { TargetFilter } from "@/lib/domain/firmware/campaign-spec";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { FirmwareFields, nameFor } from "./firmware-fields";
import type { CreatePlan, NewPlanDraft } from "./plan";
import { StepLine } from "./plan-frame";
import { stepHref } from "./steps";

type Props = {
  readonly releases: readonly ReleaseView[];
  /** Chosen by the address. */
  readonly release: ReleaseView | null;
  readonly targets: TargetFilter;
  readonly create: CreatePlan;
};

/** The first step of a plan that is not in the books yet; it is, once this step is left. */
export function NewPlan({ releases, release, targets, create }: Props) {
  const t = useTranslations("firmware.plan");
  const router = useRouter();
  const { run, fault, isPending } = useAction();
  const [missing, setMissing] = useState<ActionFault | null>(null);
  const [draft, setDraft] = useState<NewPlanDraft>({
    name: release === null ? "" : nameFor(release),
    releaseId: release?.id ?? "",
    targets,
    startAt: null,
  });
  const submit = (): void => {
    const lack = (field: string, message: string): ActionFault => ({ code: "Invalid", field, message });
    if (draft.releaseId === "") return setMissing(lack("releaseId", t("firmware.chooseOne")));
    if (draft.name.trim() === "") return setMissing(lack("name", t("firmware.nameMissing")));
    setMissing(null);
    run(
      () => create(draft),
      ({ id }) => router.push(stepHref(id, "targets")),
    );
  };
  const shown = missing ?? fault;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <StepLine step="firmware" campaignId={null} leaveTo={() => undefined} />
      <div className="flex flex-col gap-4">
        <FirmwareFields
          draft={draft}
          change={(parts) => setDraft((before) => ({ ...before, ...parts }))}
          releases={releases}
          fault={shown}
        />
        <FormFault fault={faultBesides(shown, "releaseId", "name", "startAt")} />
      </div>
      <div className="mt-5 flex flex-wrap items-center justify-end gap-2 max-md:*:grow">
        <span className="mr-auto text-sm text-ink-3 max-md:w-full">{t("savesItself")}</span>
        <ButtonLink href="/firmware">{t("cancel")}</ButtonLink>
        <Button type="submit" variant="primary" disabled={isPending || releases.length === 0}>
          {t("continue")}
          <ArrowRight aria-hidden className="size-4" />
        </Button>
      </div>
    </form>
  );
}
