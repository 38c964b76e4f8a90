"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import type { TokenView } from "@/lib/domain/token-view";
import type { NewToken } from "./new-token";

type Add = (token: NewToken) => Promise<ActionResult<TokenView>>;

const TYPES = ["ISO14443", "ISO15693", "eMAID", "Central", "KeyCode", "MacAddress"];

export function AddToken({ add }: { readonly add: Add }) {
  const t = useTranslations("tokens");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("add")} description={t("addHint")}>
        <TokenForm add={add} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function TokenForm({ add, onClose }: { readonly add: Add; readonly onClose: () => void }) {
  const t = useTranslations("tokens");
  const { run, fault, isPending } = useAction();
  const [token, setToken] = useState<NewToken>({ uid: "", label: "", type: "ISO14443" });
  const submit = (): void =>
    run(
      () => add(token),
      ({ uid }) => {
        toast(t("added", { uid }));
        onClose();
      },
    );
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FormFault fault={faultBesides(fault, "uid", "label")} />
      <TextField
        label={t("uid")}
        hint={t("uidHint")}
        error={faultOf(fault, "uid")}
        value={token.uid}
        onChange={(event) => setToken({ ...token, uid: event.target.value })}
        autoComplete="off"
        isCode
        spellCheck={false}
        maxLength={255}
        required
      />
      <TextField
        label={t("label")}
        hint={t("labelHint")}
        error={faultOf(fault, "label")}
        value={token.label}
        onChange={(event) => setToken({ ...token, label: event.target.value })}
        maxLength={200}
      />
      <SelectField
        label={t("type")}
        value={token.type}
        onChange={(event) => setToken({ ...token, type: event.target.value })}
      >
        {TYPES.map((type) => (
          <option key={type}>{type}</option>
        ))}
      </SelectField>
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? t("adding") : t("add")}
        </Button>
      </DialogActions>
    </form>
  );
}
