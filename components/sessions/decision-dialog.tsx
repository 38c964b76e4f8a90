"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFigures } from "@/components/figures/use-figures";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { ChoiceField, TextField } from "@/components/ui/field";
import { RESOLUTIONS } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { parseKilowattHours } from "./parse-kilowatt-hours";

/** What an operator decides; registers in Wh. */
export type SessionDecision = {
  readonly sessionId: number;
  readonly rev: number;
  readonly note: string;
} & (
  | { readonly resolution: "AsTold" | "NotBillable" }
  | { readonly resolution: "ByHand"; readonly meterStartWh: number; readonly meterStopWh: number }
);

export type ResolveSession = (decision: SessionDecision) => Promise<ActionResult<SessionView>>;

type Props = {
  readonly session: SessionView;
  readonly resolve: ResolveSession;
  readonly onDone: () => void;
  readonly onClose: () => void;
};

/** The inside of the dialog that decides on a session nobody can bill as it stands. */
export function DecisionForm({ session, resolve, onDone, onClose }: Props) {
  const t = useTranslations("decision");
  const figures = useFigures();
  const energy = figures.kilowattHours(session.energyWh);
  const [choice, setChoice] = useState<(typeof RESOLUTIONS)[number]>(session.energyWh === null ? "ByHand" : "AsTold");
  const [start, setStart] = useState(toText(session.meterStartWh));
  const [stop, setStop] = useState(toText(session.meterStopWh));
  const [note, setNote] = useState("");
  const { run, fault, isPending } = useAction();
  const [meterStartWh, meterStopWh] = [parseKilowattHours(start), parseKilowattHours(stop)];
  const isReadable = meterStartWh !== null && meterStopWh !== null;
  const submit = (): void => {
    const common = { sessionId: session.id, rev: session.rev, note: note.trim() };
    if (choice !== "ByHand") run(() => resolve({ ...common, resolution: choice }), onDone);
    else if (isReadable) run(() => resolve({ ...common, resolution: choice, meterStartWh, meterStopWh }), onDone);
  };
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={isPending ? t("saving") : t("submit")}
      isPending={isPending}
      fault={faultBesides(fault, "meterStartWh", "meterStopWh", "note")}
      onSubmit={submit}
      onCancel={onClose}
    >
      <ChoiceField
        legend={t("how")}
        name="resolution"
        value={choice}
        onChange={(value) => setChoice(RESOLUTIONS.find((known) => known === value) ?? "AsTold")}
        options={[
          {
            value: "AsTold",
            label: t("AsTold"),
            hint: energy === null ? t("AsToldUnknown") : t("AsToldHint", { energy }),
          },
          { value: "ByHand", label: t("ByHand"), hint: t("ByHandHint") },
          { value: "NotBillable", label: t("NotBillable"), hint: t("NotBillableHint") },
        ]}
      />
      {choice === "ByHand" ? (
        <div className="flex flex-col gap-2">
          <div className="grid grid-cols-2 gap-3">
            <Register label={t("start")} value={start} onChange={setStart} error={faultOf(fault, "meterStartWh")} />
            <Register label={t("stop")} value={stop} onChange={setStop} error={faultOf(fault, "meterStopWh")} />
          </div>
          {isReadable && meterStopWh >= meterStartWh ? (
            <p className="text-sm font-semibold tabular-nums">
              {t("result", { energy: figures.kilowattHours(meterStopWh - meterStartWh) ?? "" })}
            </p>
          ) : null}
        </div>
      ) : null}
      <TextField
        label={choice === "AsTold" ? `${t("note")} (${t("optional")})` : t("note")}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        required={choice !== "AsTold"}
        maxLength={1_000}
        autoComplete="off"
        error={faultOf(fault, "note")}
      />
    </DialogForm>
  );
}

type RegisterProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error: string | null;
};

function Register({ label, value, onChange, error }: RegisterProps) {
  const t = useTranslations("decision");
  const isUnreadable = value.trim() !== "" && parseKilowattHours(value) === null;
  return (
    <TextField
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      inputMode="decimal"
      autoComplete="off"
      required
      error={isUnreadable ? t("number") : error}
    />
  );
}

const toText = (wh: number | null): string => (wh === null ? "" : String(wh / 1000));
