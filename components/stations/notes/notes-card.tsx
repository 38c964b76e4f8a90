"use client";

import { Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { StationNoteView } from "@/lib/domain/station-note";
import { NoteForm } from "./note-form";
import type { AddNote, DeleteNote, EditNote } from "./note-orders";

export type NoteActions = { readonly add: AddNote; readonly edit: EditNote; readonly remove: DeleteNote };

type Props = {
  readonly identity: string;
  readonly notes: readonly StationNoteView[];
  /** There are older ones. */
  readonly isCut: boolean;
  /** Null for whoever may not. */
  readonly actions: NoteActions | null;
};

type Open = { readonly doing: "add" } | { readonly doing: "edit" | "remove"; readonly note: StationNoteView };

/** What people wrote down about this charger for each other. */
export function NotesCard({ identity, notes, isCut, actions }: Props) {
  const t = useTranslations("notes");
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <Card aria-label={t("title")} className="h-fit">
      <CardHeader title={t("title")}>
        {actions === null ? null : (
          <Button size="small" variant="quiet" onClick={() => setOpen({ doing: "add" })}>
            <Plus aria-hidden className="size-3.5" />
            {t("add")}
          </Button>
        )}
      </CardHeader>
      {notes.length === 0 ? (
        <p className="p-4 text-sm text-ink-2">{actions === null ? t("none") : t("noneYet")}</p>
      ) : (
        <ul className="divide-y">
          {notes.map((note) => (
            <Note key={note.id} note={note} onAsk={note.isMine && actions !== null ? setOpen : null} />
          ))}
        </ul>
      )}
      {isCut ? <p className="border-t px-4 py-2 text-xs text-ink-3">{t("cut", { shown: notes.length })}</p> : null}
      {actions === null ? null : <NoteDialogs identity={identity} actions={actions} open={open} onClose={close} />}
    </Card>
  );
}

function Note({ note, onAsk }: { readonly note: StationNoteView; readonly onAsk: ((open: Open) => void) | null }) {
  const t = useTranslations("notes");
  return (
    <li className="px-4 py-2.5 text-sm" data-note>
      <p className="wrap-anywhere whitespace-pre-wrap">{note.text}</p>
      <div className="mt-1 flex items-end justify-between gap-2">
        <p className="text-xs text-ink-3">
          {note.by} · <Age at={note.at} />
          {note.editedAt === null ? null : (
            <span className="block">
              {t("edited", { by: note.editedBy ?? "" })} <Age at={note.editedAt} />
            </span>
          )}
        </p>
        {onAsk === null ? null : (
          <span className="-my-1 -mr-2 flex">
            <Button size="icon" variant="quiet" aria-label={t("edit")} onClick={() => onAsk({ doing: "edit", note })}>
              <Pencil aria-hidden className="size-3.5" />
            </Button>
            <Button
              size="icon"
              variant="quiet"
              aria-label={t("remove")}
              onClick={() => onAsk({ doing: "remove", note })}
            >
              <Trash2 aria-hidden className="size-3.5" />
            </Button>
          </span>
        )}
      </div>
    </li>
  );
}

type DialogsProps = {
  readonly identity: string;
  readonly actions: NoteActions;
  readonly open: Open | null;
  readonly onClose: () => void;
};

function NoteDialogs({ identity, actions, open, onClose }: DialogsProps) {
  const t = useTranslations("notes");
  const note = open === null || open.doing === "add" ? null : open.note;
  const onOpenChange = (isOpen: boolean): void => (isOpen ? undefined : onClose());
  return (
    <>
      <Dialog open={open?.doing === "add"} onOpenChange={onOpenChange} title={t("add")} description={identity}>
        <NoteForm before="" save={(text, id) => actions.add(identity, id, text)} hint={t("hint")} onClose={onClose} />
      </Dialog>
      <Dialog open={open?.doing === "edit"} onOpenChange={onOpenChange} title={t("edit")} description={identity}>
        <NoteForm
          before={note?.text ?? ""}
          save={(text) => actions.edit(identity, note?.id ?? "", text)}
          hint={t("hint")}
          onClose={onClose}
        />
      </Dialog>
      <Dialog open={open?.doing === "remove"} onOpenChange={onOpenChange} title={t("remove")} description={identity}>
        <RemoveNote note={note} remove={(id) => actions.remove(identity, id)} onClose={onClose} />
      </Dialog>
    </>
  );
}

type RemoveProps = {
  readonly note: StationNoteView | null;
  readonly remove: (id: string) => ReturnType<DeleteNote>;
  readonly onClose: () => void;
};

function RemoveNote({ note, remove, onClose }: RemoveProps) {
  const t = useTranslations("notes");
  const readAgain = useReadAgain();
  const { run, fault, isPending } = useAction();
  const onDone = (): void => {
    readAgain();
    onClose();
  };
  return (
    <div className="flex flex-col gap-4">
      <FormFault fault={fault} />
      <p className="wrap-anywhere whitespace-pre-wrap">“{note?.text}”</p>
      <p className="text-ink-2">{t("removeHint")}</p>
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={() => run(() => remove(note?.id ?? ""), onDone)}>
          {t("remove")}
        </Button>
      </DialogActions>
    </div>
  );
}
