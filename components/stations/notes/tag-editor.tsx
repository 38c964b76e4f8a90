"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import type { SaveTags } from "./note-orders";

type Props = {
  readonly identity: string;
  readonly tags: readonly string[];
  /** Null for whoever may not. */
  readonly save: SaveTags | null;
};

/** The tags of a charger, by which lists and campaigns choose. */
export function TagEditor({ identity, tags, save }: Props) {
  const t = useTranslations("tags");
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="flex items-start justify-between gap-1">
      {tags.length === 0 ? (
        <span className="text-ink-3">—</span>
      ) : (
        <span className="flex min-w-0 flex-wrap gap-1" data-testid="tags">
          {tags.map((tag) => (
            <span key={tag} className="rounded-md bg-sunken px-1.5 py-0.5 text-xs wrap-anywhere">
              {tag}
            </span>
          ))}
        </span>
      )}
      {save === null ? null : (
        <Button size="icon" variant="quiet" className="-my-1.5" aria-label={t("edit")} onClick={() => setOpen(true)}>
          <Pencil aria-hidden className="size-3.5" />
        </Button>
      )}
      {save === null ? null : (
        <Dialog open={isOpen} onOpenChange={setOpen} title={t("edit")} description={identity}>
          <TagForm identity={identity} tags={tags} save={save} onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </span>
  );
}

type FormProps = {
  readonly identity: string;
  readonly tags: readonly string[];
  readonly save: SaveTags;
  readonly onClose: () => void;
};

function TagForm({ identity, tags, save, onClose }: FormProps) {
  const t = useTranslations("tags");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  const [text, setText] = useState(tags.join(", "));
  const onSaved = (): void => {
    readAgain();
    onClose();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => save(identity, toTags(text)), onSaved);
      }}
    >
      <FormFault fault={faultBesides(fault, "tags")} />
      <TextField
        label={t("title")}
        hint={t("hint")}
        error={faultOf(fault, "tags")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
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

const toTags = (text: string): readonly string[] =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
