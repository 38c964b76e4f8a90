"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import type { SavedViewView } from "@/lib/domain/saved-view";

type Props = {
  readonly asked: "save" | "rename" | "forget" | null;
  readonly current: SavedViewView | null;
  readonly mayShare: boolean;
  readonly fault: ActionFault | null;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onSave: (name: string, isShared: boolean) => void;
  readonly onRename: (name: string) => void;
  readonly onForget: () => void;
};

/** Asks what a view is to be called, or whether it may be forgotten. */
export function NameViewDialog(props: Props) {
  const { asked, current, mayShare, fault, isPending, onClose } = props;
  const t = useTranslations("lists.views");
  const words = useTranslations("command");
  const [name, setName] = useState(asked === "rename" ? (current?.name ?? "") : "");
  const [isShared, setShared] = useState(false);
  if (asked === null) return null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (asked === "forget") props.onForget();
    else if (asked === "rename") props.onRename(name);
    else props.onSave(name, isShared);
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title={t(`ask.${asked}`)}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <FormFault fault={faultBesides(fault, "name")} />
        {asked === "forget" ? (
          <ForgetWords current={current} />
        ) : (
          <TextField
            label={t("name")}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            required
            error={faultOf(fault, "name")}
          />
        )}
        {asked === "save" && mayShare ? <ShareField isShared={isShared} onShare={setShared} /> : null}
        <DialogActions>
          <Button onClick={onClose}>{words("cancel")}</Button>
          <Button type="submit" variant={asked === "forget" ? "danger" : "primary"} disabled={isPending}>
            {t(`do.${asked}`)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function ForgetWords({ current }: Pick<Props, "current">) {
  const t = useTranslations("lists.views");
  if (current === null) return null;
  return <p>{t(current.isShared ? "forgetShared" : "forgetOwn", { name: current.name })}</p>;
}

function ShareField({
  isShared,
  onShare,
}: {
  readonly isShared: boolean;
  readonly onShare: (isShared: boolean) => void;
}) {
  const t = useTranslations("lists.views");
  return (
    <label className="flex items-center gap-2.5">
      <input
        type="checkbox"
        checked={isShared}
        onChange={(event) => onShare(event.target.checked)}
        className="size-4 accent-ink"
      />
      {t("shareWithAll")}
    </label>
  );
}
