"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import { DialogForm } from "@/components/form/dialog-form";
import { faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { inputOfInstant, instantOfInput } from "@/components/time/local-input";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextAreaField, TextField } from "@/components/ui/field";
import { type AlertView, groupOf } from "@/lib/domain/alerts/alert-view";
import type { AlertOrder, AttendAlert } from "./alert-orders";

type Props = { readonly alert: AlertView; readonly attend: AttendAlert };

const ORDERS = ["Acknowledge", "Silence", "Resolve"] as const;
type Asked = (typeof ORDERS)[number];

/** Acknowledge, silence, resolve: what is there to be done about an alert that is not over. */
export function AlertActions({ alert, attend }: Props) {
  const t = useTranslations("alerts.order");
  const [asked, setAsked] = useState<Asked | null>(null);
  const { run, isPending } = useAction();
  const group = groupOf(alert);
  if (group === "Resolved") return null;
  const send = (order: AlertOrder): void =>
    run(
      () => attend(alert.id, order),
      () => toast(t(`${order.type}.done`)),
    );
  return (
    <>
      {alert.state === "Open" ? (
        <Button variant="primary" onClick={() => setAsked("Acknowledge")}>
          {t("Acknowledge.button")}
        </Button>
      ) : null}
      {group === "Silenced" ? (
        <Button disabled={isPending} onClick={() => send({ type: "Silence", until: null, note: null })}>
          {t("endSilence")}
        </Button>
      ) : (
        <Button onClick={() => setAsked("Silence")}>{t("Silence.button")}</Button>
      )}
      <Button onClick={() => setAsked("Resolve")}>{t("Resolve.button")}</Button>
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : setAsked(null))}
        title={asked === null ? "" : t(`${asked}.title`)}
        description={asked === null ? undefined : t(`${asked}.text`)}
      >
        {asked === null ? null : <OrderForm key={asked} {...{ alert, attend, asked }} onClose={() => setAsked(null)} />}
      </Dialog>
    </>
  );
}

const HOURS = [1, 4, 8, 24, 72] as const;

function OrderForm({ alert, attend, asked, onClose }: Props & { readonly asked: Asked; readonly onClose: () => void }) {
  const t = useTranslations("alerts.order");
  const { run, fault, isPending } = useAction();
  const [note, setNote] = useState("");
  const [until, setUntil] = useState<string | null>(() => inHours(1));
  const order = orderOf(asked, note.trim(), until);
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(`${asked}.button`)}
      isPending={isPending}
      isReady={order !== null}
      fault={faultBesides(fault, "note", "until")}
      onSubmit={() => {
        if (order === null) return;
        run(
          () => attend(alert.id, order),
          () => {
            toast(t(`${order.type}.done`));
            onClose();
          },
        );
      }}
      onCancel={onClose}
    >
      {asked === "Silence" ? <UntilFields until={until} onChange={setUntil} error={faultOf(fault, "until")} /> : null}
      <TextAreaField
        label={asked === "Resolve" ? t("why") : t("note")}
        error={faultOf(fault, "note")}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        rows={3}
        maxLength={1000}
        required={asked === "Resolve"}
      />
    </DialogForm>
  );
}

type UntilProps = {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
  readonly error: string | null;
};

function UntilFields({ until, onChange, error }: UntilProps) {
  const t = useTranslations("alerts.order");
  const [hours, setHours] = useState("1");
  return (
    <>
      <SelectField
        label={t("howLong")}
        value={hours}
        onChange={({ target }) => {
          setHours(target.value);
          if (target.value !== "") onChange(inHours(Number(target.value)));
        }}
      >
        {HOURS.map((span) => (
          <option key={span} value={span}>
            {t("hours", { hours: span })}
          </option>
        ))}
        <option value="">{t("ownTime")}</option>
      </SelectField>
      {hours === "" ? (
        <TextField
          label={t("untilWhen")}
          type="datetime-local"
          error={error}
          defaultValue={inputOfInstant(until)}
          onChange={(event) => onChange(instantOfInput(event.target.value))}
          required
        />
      ) : null}
    </>
  );
}

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Null while something is missing. */
function orderOf(asked: Asked, note: string, until: string | null): AlertOrder | null {
  switch (asked) {
    case "Acknowledge":
      return { type: "Acknowledge", note: note === "" ? null : note };
    case "Silence":
      return until === null ? null : { type: "Silence", until, note: note === "" ? null : note };
    case "Resolve":
      return note === "" ? null : { type: "Resolve", note };
  }
}
