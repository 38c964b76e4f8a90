"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { newCommandId } from "@/components/commands/new-command-id";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { TextAreaField } from "@/components/ui/field";
import type { StationNoteView } from "@/lib/domain/station-note";

type Props = {
  readonly before: string;
  readonly hint: string;
  /** The id stays the same however often it is tried. */
  readonly save: (text: string, id: string) => Promise<ActionResult<StationNoteView>>;
  readonly onClose: () => void;
};

export function NoteForm({ before, hint, save, onClose }: Props) {
  const t = useTranslations("notes");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  const [text, setText] = useState(before);
  const [id] = useState(newCommandId);
  const onSaved = (): void => {
    readAgain();
    onClose();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => save(text, id), onSaved);
      }}
    >
      <FormFault fault={faultBesides(fault, "text")} />
      <TextAreaField
        label={t("text")}
        hint={hint}
        error={faultOf(fault, "text")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={4}
        maxLength={2_000}
        required
      />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? t("saving") : t("save")}
        </Button>
      </DialogActions>
    </form>
  );
}
