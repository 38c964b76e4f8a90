"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useCommandBar } from "@/components/commands/commands-context";
import { newCommandId } from "@/components/commands/new-command-id";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useSpanText } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ChoiceField, SelectField } from "@/components/ui/field";
import type { BulkCommand } from "@/lib/domain/bulk-job";
import type { BulkActions, BulkSelection } from "./bulk-actions";
import { BulkPreviewText } from "./bulk-preview";
import { type Preview, usePreview } from "./use-preview";

export type BulkKind = "restart" | "availability" | "status";

type Props = {
  readonly kind: BulkKind;
  readonly selection: BulkSelection;
  readonly actions: BulkActions;
  readonly onClose: () => void;
};

const PACES = [1, 2, 5, 10, 25, 50] as const;

/** Says what the command would meet, asks how, and begins the job. */
export function BulkDialog({ kind, selection, actions, onClose }: Props) {
  const t = useTranslations("bulk");
  const router = useRouter();
  const [id] = useState(newCommandId);
  const [how, setHow] = useState(kind === "restart" ? "WhenIdle" : "Inoperative");
  const [leavesOutCharging, setLeavesOut] = useState(true);
  const [perSecond, setPerSecond] = useState(5);
  const preview = usePreview(selection, actions.preview);
  const { run, fault, isPending } = useAction();
  const bar = useCommandBar();
  const sparesCars = kind !== "status";
  const leavesOut = sparesCars && leavesOutCharging;
  const eligible = eligibleOf(preview, leavesOut);
  const isBarred = eligible === 0 || bar !== null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (preview.state !== "known" || isBarred) return;
    const order = { id, selection, perSecond, command: commandOf(kind, how), expected: preview.preview.total };
    run(
      () => actions.create({ ...order, leavesOutCharging: leavesOut }),
      (job) => router.push(`/chargers/bulk/${job.id}`),
    );
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={t(`title.${kind}`)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormFault fault={fault ?? (preview.state === "failed" ? preview.fault : null)} />
        <BulkPreviewText preview={preview} />
        <HowField kind={kind} how={how} onHow={setHow} />
        {sparesCars ? <ChargingField preview={preview} isOn={leavesOutCharging} onChange={setLeavesOut} /> : null}
        <PaceField perSecond={perSecond} onPace={setPerSecond} eligible={eligible} />
        <DialogActions>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant={sparesCars ? "danger" : "primary"}
            disabled={isPending || isBarred}
            title={bar ?? undefined}
          >
            {t(`do.${kind}`, { count: eligible })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Those that will be asked; none while nobody knows. */
function eligibleOf(found: Preview, leavesOutCharging: boolean): number {
  if (found.state !== "known") return 0;
  const { total, offline, blocked, charging } = found.preview;
  return total - offline - blocked - (leavesOutCharging ? charging : 0);
}

type ChargingProps = {
  readonly preview: Preview;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
};

function ChargingField({ preview, isOn, onChange }: ChargingProps) {
  const t = useTranslations("bulk");
  if (preview.state !== "known" || preview.preview.charging === 0) return null;
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 accent-ink"
      />
      <span>{t("leaveOutCharging", { count: preview.preview.charging })}</span>
    </label>
  );
}

function commandOf(kind: BulkKind, how: string): BulkCommand {
  switch (kind) {
    case "restart":
      return { type: "Reset", when: how === "Now" ? "Now" : "WhenIdle" };
    case "availability":
      return { type: "ChangeAvailability", evse: 0, operational: how === "Operative" ? "Operative" : "Inoperative" };
    case "status":
      return { type: "TriggerMessage", message: "StatusNotification" };
  }
}

type HowProps = { readonly kind: BulkKind; readonly how: string; readonly onHow: (how: string) => void };

function HowField({ kind, how, onHow }: HowProps) {
  const t = useTranslations("command");
  if (kind === "status") return null;
  const options =
    kind === "restart"
      ? [
          { value: "WhenIdle", label: t("restart.soft"), hint: t("restart.softHint") },
          { value: "Now", label: t("restart.hard"), hint: t("restart.hardHint") },
        ]
      : [
          { value: "Inoperative", label: t("availability.inoperative"), hint: t("availability.inoperativeHint") },
          { value: "Operative", label: t("availability.operative"), hint: t("availability.operativeHint") },
        ];
  return <ChoiceField legend={t(`${kind}.how`)} name="how" value={how} onChange={onHow} options={options} />;
}

type PaceProps = {
  readonly perSecond: number;
  readonly onPace: (perSecond: number) => void;
  readonly eligible: number;
};

function PaceField({ perSecond, onPace, eligible }: PaceProps) {
  const t = useTranslations("bulk");
  const format = useFormatter();
  const spanText = useSpanText();
  const span = spanText(Math.ceil(eligible / perSecond) * 1_000);
  return (
    <SelectField
      label={t("pace")}
      hint={eligible === 0 ? undefined : t("takes", { span })}
      value={perSecond}
      onChange={(event) => onPace(Number(event.target.value))}
    >
      {PACES.map((pace) => (
        <option key={pace} value={pace}>
          {t("perSecond", { count: format.number(pace) })}
        </option>
      ))}
    </SelectField>
  );
}
