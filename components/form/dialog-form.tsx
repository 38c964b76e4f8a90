"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import type { ActionFault } from "./action-result";
import { FormFault } from "./form-fault";

type Props = {
  readonly cancelLabel: string;
  readonly submitLabel: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  /** False keeps the button off: something is still missing. */
  readonly isReady?: boolean;
  /** Said above the buttons; left out where the form says it elsewhere. */
  readonly fault?: ActionFault | null;
  /** The browser's own words for what is missing stay away. */
  readonly isToldByVerb?: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
};

/** The inside of a dialog that asks before something is done: its fields, what went wrong, Cancel, and the button. */
export function DialogForm({
  cancelLabel,
  submitLabel,
  isDanger = false,
  isPending,
  isReady = true,
  fault = null,
  isToldByVerb = false,
  onSubmit,
  onCancel,
  children,
}: Props) {
  return (
    <form
      className="flex flex-col gap-4"
      // What is wrong is told by the verb, in its own words and at its place.
      noValidate={isToldByVerb}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <FormFault fault={fault} />
      <DialogActions>
        <Button onClick={onCancel}>{cancelLabel}</Button>
        <Button type="submit" variant={isDanger ? "danger" : "primary"} disabled={isPending || !isReady}>
          {submitLabel}
        </Button>
      </DialogActions>
    </form>
  );
}
