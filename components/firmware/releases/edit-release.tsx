"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionFault, ActionResult } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { TextAreaField, TextField } from "@/components/ui/field";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { CheckField } from "../check-field";
import { ProofFields } from "./proof-fields";
import { changeOf, type ReleaseChange, type ReleaseWords, wordsOf } from "./release-draft";

type Props = {
  readonly release: ReleaseView;
  /** The campaign that rolls it out now; null where there is none. */
  readonly heldBy: string | null;
  readonly update: (id: string, change: ReleaseChange) => Promise<ActionResult<ReleaseView>>;
};

const SHOWN = ["models", "expectedVersion", "fromVersions", "notes"];

/** Changes what is said of an image; of one that a campaign rolls out, the notes alone. */
export function EditButton(props: Props) {
  const t = useTranslations("firmware.edit");
  const [isOpen, setOpen] = useState(false);
  const name = `${props.release.vendor} ${props.release.version}`;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title", { name })} description={t("hint")}>
        <EditForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EditForm({ release, heldBy, update, onClose }: Props & { readonly onClose: () => void }) {
  const t = useTranslations("firmware.edit");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  // What is typed is about the release as it was then: what somebody else changes meanwhile is not written over.
  const [opened] = useState(release);
  const [words, setWords] = useState<ReleaseWords>(() => wordsOf(release));
  const set = (parts: Partial<ReleaseWords>): void => setWords((before) => ({ ...before, ...parts }));
  const onSaved = ({ vendor, version }: ReleaseView): void => {
    toast(t("done", { name: `${vendor} ${version}` }));
    onClose();
    readAgain();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => update(opened.id, changeOf(opened, words)), onSaved);
      }}
    >
      <TextAreaField
        label={t("notes")}
        hint={t("notesHint")}
        error={faultOf(fault, "notes")}
        value={words.notes}
        onChange={(event) => set({ notes: event.target.value })}
        rows={4}
        maxLength={5_000}
      />
      {heldBy === null ? (
        <WordFields version={opened.version} words={words} set={set} fault={fault} />
      ) : (
        <p className="rounded-md bg-off-soft px-3 py-2 text-off-ink">{t("held", { campaign: heldBy })}</p>
      )}
      <FormFault fault={faultBesides(fault, ...SHOWN)} />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={isPending}>
          {t("submit")}
        </Button>
      </DialogActions>
    </form>
  );
}

type FieldsProps = {
  readonly version: string;
  readonly words: ReleaseWords;
  readonly set: (parts: Partial<ReleaseWords>) => void;
  readonly fault: ActionFault | null;
};

function WordFields({ version, words, set, fault }: FieldsProps) {
  const t = useTranslations("firmware.upload");
  return (
    <>
      <TextField
        label={t("models")}
        hint={t("modelsHint")}
        error={faultOf(fault, "models")}
        value={words.models}
        onChange={(event) => set({ models: event.target.value })}
        required
      />
      <TextField
        label={t("fromVersions")}
        hint={t("fromVersionsHint")}
        error={faultOf(fault, "fromVersions")}
        value={words.fromVersions}
        onChange={(event) => set({ fromVersions: event.target.value })}
        isCode
      />
      <CheckField
        label={t("allowDowngrade")}
        hint={t("allowDowngradeHint")}
        isOn={words.allowDowngrade}
        onChange={(allowDowngrade) => set({ allowDowngrade })}
      />
      <ProofFields draft={{ ...words, version }} set={set} fault={fault} />
    </>
  );
}
