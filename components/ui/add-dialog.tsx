"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

type Props = {
  readonly label: string;
  readonly description?: ReactNode;
  /** The form, given what closes the dialog. */
  readonly children: (close: () => void) => ReactNode;
};

/** The button that adds one more, and the dialog behind it. */
export function AddDialog({ label, description, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {label}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={label} description={description}>
        {children(() => setOpen(false))}
      </Dialog>
    </>
  );
}
