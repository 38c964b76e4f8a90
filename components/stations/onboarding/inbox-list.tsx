"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useRefreshOn, useRefusals } from "@/components/live/use-live";
import { Age } from "@/components/time/time";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { SiteView } from "@/lib/domain/site-view";
import type { RefusalView } from "@/lib/domain/station-view";
import { refusalKey } from "@/lib/live/store";
import type { AddedStation, AddStation, RenewPassword } from "./added-station";
import { ArrivalList } from "./arrival-list";
import { ConnectionCard } from "./connection-card";
import { StationForm } from "./station-form";

type Props = {
  readonly inbox: readonly RefusalView[];
  readonly sites: readonly SiteView[];
  readonly adopt: AddStation;
  readonly refuse: (id: number) => Promise<ActionResult<null>>;
  readonly renewPassword: RenewPassword;
  readonly renderedAt: string;
};

/** Chargers that knocked and are not known: take them in, or say no. */
export function InboxList({ inbox: told, sites, adopt, refuse, renewPassword, renderedAt }: Props) {
  const t = useTranslations("inbox");
  const live = useRefusals();
  useRefreshOn(["refusals", "listed"], 3_000);
  const [adopting, setAdopting] = useState<RefusalView | null>(null);
  const [refusing, setRefusing] = useState<RefusalView | null>(null);
  const [adopted, setAdopted] = useState<AddedStation | null>(null);
  const inbox = told.filter(({ identity }) => identity !== adopted?.station.identity);
  return (
    <>
      {adopted === null ? null : (
        <div className="mb-5 grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <ConnectionCard key={adopted.station.identity} added={adopted} renewPassword={renewPassword} />
          <ArrivalList station={adopted.station} refusals={[]} position={adopted.position} renderedAt={renderedAt} />
        </div>
      )}
      <Card aria-label={t("title")}>
        {inbox.length === 0 ? (
          <EmptyState title={t("none")} action={<ButtonLink href="/chargers/new">{t("addByHand")}</ButtonLink>}>
            {t("noneHint")}
          </EmptyState>
        ) : (
          <ul className="divide-y">
            {inbox.map((refusal) => (
              <InboxRow
                key={refusal.id}
                refusal={{ ...refusal, ...newer(refusal, live.get(refusalKey(refusal))) }}
                onAdopt={() => setAdopting(refusal)}
                onRefuse={() => setRefusing(refusal)}
              />
            ))}
          </ul>
        )}
      </Card>
      <Dialog
        open={adopting !== null}
        onOpenChange={(open) => (open ? undefined : setAdopting(null))}
        title={t("adoptTitle")}
        description={t("adoptHint")}
      >
        {adopting === null ? null : (
          <StationForm
            add={adopt}
            sites={sites}
            knownIdentity={adopting.identity}
            submitLabel={t("adopt")}
            onAdded={(added) => {
              setAdopted(added);
              setAdopting(null);
            }}
          />
        )}
      </Dialog>
      <Dialog
        open={refusing !== null}
        onOpenChange={(open) => (open ? undefined : setRefusing(null))}
        title={t("refuseTitle")}
        description={refusing === null ? "" : t("refuseHint", { identity: refusing.identity })}
      >
        {refusing === null ? null : <RefuseForm refusal={refusing} refuse={refuse} onClose={() => setRefusing(null)} />}
      </Dialog>
    </>
  );
}

/** Tries since the page was read. */
function newer(
  refusal: RefusalView,
  live: { readonly count: number; readonly at: string; readonly remoteAddress: string | null } | undefined,
) {
  return live === undefined || live.count <= refusal.count
    ? {}
    : { count: live.count, lastAt: live.at, remoteAddress: live.remoteAddress };
}

function InboxRow({
  refusal,
  onAdopt,
  onRefuse,
}: {
  readonly refusal: RefusalView;
  readonly onAdopt: () => void;
  readonly onRefuse: () => void;
}) {
  const t = useTranslations("inbox");
  const tries = useTranslations("refusal");
  return (
    <li
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
      data-identity={refusal.identity}
    >
      <div className="min-w-0">
        <p className="font-medium break-all">{refusal.identity}</p>
        <p className="text-sm text-ink-2">
          {tries("tries", { count: refusal.count, address: refusal.remoteAddress ?? "—" })} ·{" "}
          <Age at={refusal.lastAt} />
          {refusal.offeredProtocols === null || refusal.offeredProtocols === "" ? null : (
            <span className="ml-2 font-mono text-xs text-ink-3">{refusal.offeredProtocols}</span>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        <Button variant="primary" onClick={onAdopt} aria-label={t("adoptOne", { identity: refusal.identity })}>
          {t("adopt")}
        </Button>
        <Button onClick={onRefuse} aria-label={t("refuseOne", { identity: refusal.identity })}>
          {t("refuse")}
        </Button>
      </div>
    </li>
  );
}

type RefuseFormProps = {
  readonly refusal: RefusalView;
  readonly refuse: Props["refuse"];
  readonly onClose: () => void;
};

function RefuseForm({ refusal, refuse, onClose }: RefuseFormProps) {
  const t = useTranslations("inbox");
  const { run, fault, isPending } = useAction();
  const submit = (): void =>
    run(
      () => refuse(refusal.id),
      () => {
        toast(t("refused", { identity: refusal.identity }));
        onClose();
      },
    );
  return (
    <>
      <FormFault fault={fault} />
      <DialogActions>
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={submit}>
          {t("refuse")}
        </Button>
      </DialogActions>
    </>
  );
}
