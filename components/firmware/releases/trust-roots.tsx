"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useNow } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { AddDialog } from "@/components/ui/add-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { TextField } from "@/components/ui/field";
import type { TrustRootView } from "@/lib/domain/firmware/release-view";
import { PastedOrFile } from "./pasted-or-file";

export type TrustRootValues = { readonly vendor: string; readonly certificate: string };
type Add = (values: TrustRootValues) => Promise<ActionResult<TrustRootView>>;
type Remove = (id: string) => Promise<ActionResult<null>>;

export function AddTrustRoot({ add }: { readonly add: Add }) {
  const t = useTranslations("firmware.trust");
  return (
    <AddDialog label={t("add")} description={t("addHint")}>
      {(close) => <TrustRootForm add={add} onClose={close} />}
    </AddDialog>
  );
}

function TrustRootForm({ add, onClose }: { readonly add: Add; readonly onClose: () => void }) {
  const t = useTranslations("firmware.trust");
  const { run, fault, isPending } = useAction();
  const [values, setValues] = useState<TrustRootValues>({ vendor: "", certificate: "" });
  const onAdded = ({ vendor }: TrustRootView): void => {
    toast(t("added", { vendor }));
    onClose();
  };
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(isPending ? "adding" : "add")}
      isPending={isPending}
      fault={faultBesides(fault, "vendor", "certificate")}
      onSubmit={() => run(() => add(values), onAdded)}
      onCancel={onClose}
    >
      <TextField
        label={t("vendor")}
        hint={t("vendorHint")}
        error={faultOf(fault, "vendor")}
        value={values.vendor}
        onChange={(event) => setValues({ ...values, vendor: event.target.value })}
        maxLength={50}
        required
      />
      <PastedOrFile
        label={t("certificate")}
        hint={t("certificateHint")}
        error={faultOf(fault, "certificate")}
        value={values.certificate}
        onChange={(certificate) => setValues({ ...values, certificate })}
      />
    </DialogForm>
  );
}

/** Root certificates by which a vendor's signatures are known. `remove` is null for whoever may not. */
export function TrustRootList({
  roots,
  remove,
}: {
  readonly roots: readonly TrustRootView[];
  readonly remove: Remove | null;
}) {
  const t = useTranslations("firmware.trust");
  const [removing, setRemoving] = useState<TrustRootView | null>(null);
  const now = useNow();
  return (
    <Card aria-label={t("title")}>
      {roots.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {roots.map((root) => (
            <li
              key={root.id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
              data-trust-root={root.vendor}
            >
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium">{root.vendor}</p>
                <p className="text-sm break-words text-ink-2">{root.subject}</p>
                <p className="font-mono text-xs break-all text-ink-3">{root.fingerprint}</p>
                <p className="text-sm text-ink-3">
                  {Date.parse(root.validTo) < now ? (
                    <span className="text-fault-ink">{t("expired")} </span>
                  ) : (
                    `${t("validTo")} `
                  )}
                  <Instant at={root.validTo} /> · {t("by", { name: root.addedBy })} <Instant at={root.addedAt} />
                </p>
              </div>
              {remove === null ? null : (
                <Button
                  size="small"
                  variant="danger"
                  aria-label={t("removeOne", { vendor: root.vendor })}
                  onClick={() => setRemoving(root)}
                >
                  {t("remove")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {removing === null || remove === null ? null : (
        <RemoveDialog root={removing} remove={remove} onClose={() => setRemoving(null)} />
      )}
    </Card>
  );
}

type RemoveProps = { readonly root: TrustRootView; readonly remove: Remove; readonly onClose: () => void };

function RemoveDialog({ root, remove, onClose }: RemoveProps) {
  const t = useTranslations("firmware.trust");
  const { run, fault, isPending } = useAction();
  const submit = (): void =>
    run(
      () => remove(root.id),
      () => {
        toast(t("removed", { vendor: root.vendor }));
        onClose();
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("removeTitle", { vendor: root.vendor })}
      description={t("removeHint")}
    >
      <FormFault fault={fault} />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={submit}>
          {t("remove")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
