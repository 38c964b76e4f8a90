"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { DialogForm } from "@/components/form/dialog-form";
import { faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useLine, useReadAgain } from "@/components/live/use-live";
import { Dialog } from "@/components/ui/dialog";
import { ChoiceField, TextAreaField, TextField } from "@/components/ui/field";
import { ABORT_POLICIES, type AbortPolicy } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { CampaignRequest, OrderCampaign, OrderName } from "./campaign-orders";
import { isSaid, needsComment, needsName } from "./pause-decisions";

const DANGERS: ReadonlySet<OrderName> = new Set<OrderName>(["Reject", "Abort", "Override"]);

/** Make another campaign and leave this one alone: there is nothing to explain. */
const DRAFTS: ReadonlySet<OrderName> = new Set<OrderName>(["Clone", "RollBack"]);

type Props = {
  readonly campaign: CampaignView;
  /** Null = closed. */
  readonly order: OrderName | null;
  readonly send: OrderCampaign;
  readonly onClose: () => void;
};

/** Says what is about to be done to what, and what follows; only then it is ordered. */
export function OrderDialog({ campaign, order, send, onClose }: Props) {
  const t = useTranslations("campaign.order");
  return (
    <Dialog
      open={order !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={order === null ? "" : t(`${order}.title`, { name: campaign.name })}
      description={order === null ? undefined : <Consequence campaign={campaign} order={order} />}
    >
      {order === null ? null : <OrderForm key={order} {...{ campaign, order, send, onClose }} />}
    </Dialog>
  );
}

function Consequence({ campaign, order }: { readonly campaign: CampaignView; readonly order: OrderName }): ReactNode {
  const t = useTranslations("campaign.order");
  const { totals } = campaign;
  const left = totals.total - totals.succeeded - totals.failed - totals.skipped - totals.expired - totals.cancelled;
  return t(`${order}.text`, {
    total: totals.total,
    active: totals.active,
    succeeded: totals.succeeded,
    failed: totals.failed,
    notBegun: Math.max(0, left - totals.active),
    version: campaign.release.version,
  });
}

function OrderForm({ campaign, order, send, onClose }: Omit<Props, "order"> & { readonly order: OrderName }) {
  const t = useTranslations("campaign.order");
  const router = useRouter();
  const readAgain = useReadAgain();
  const { isTrusted } = useLine();
  const [comment, setComment] = useState("");
  const [policy, setPolicy] = useState<AbortPolicy>("CutDownloads");
  const { run, fault, isPending } = useAction();
  const [name, setName] = useState("");
  const isRequired = needsComment(order, campaign.pauseCause);
  const isAllSaid = isSaid(campaign, order, { comment, name });
  const submit = (): void =>
    run(
      () => send(requestOf(campaign, order, comment.trim(), policy)),
      ({ campaignId }) => {
        onClose();
        // What came of it is read from the books, not assumed here.
        if (campaignId === campaign.id) readAgain();
        else router.push(`/firmware/campaigns/${campaignId}`);
      },
    );
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t(`${order}.submit`)}
      isDanger={DANGERS.has(order)}
      isPending={isPending}
      isReady={isAllSaid}
      fault={faultBesides(fault, "comment")}
      onSubmit={submit}
      onCancel={onClose}
    >
      {order === "Abort" && campaign.totals.active > 0 ? <PolicyChoice policy={policy} onChange={setPolicy} /> : null}
      {DRAFTS.has(order) ? null : (
        <TextAreaField
          label={isRequired ? t("comment") : t("commentOptional")}
          hint={t("commentHint")}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          required={isRequired}
          maxLength={1_000}
          rows={3}
          error={faultOf(fault, "comment")}
        />
      )}
      {needsName(order, campaign.totals) ? <NameField campaign={campaign} name={name} onChange={setName} /> : null}
      {isTrusted ? null : <p className="text-sm text-warn-ink">{t("notLive")}</p>}
    </DialogForm>
  );
}

type NameProps = Pick<Props, "campaign"> & { readonly name: string; readonly onChange: (name: string) => void };

function NameField({ campaign, name, onChange }: NameProps) {
  const t = useTranslations("campaign.order");
  return (
    <TextField
      label={t("name")}
      hint={campaign.name}
      value={name}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="off"
      required
    />
  );
}

function PolicyChoice({ policy, onChange }: { policy: AbortPolicy; onChange: (policy: AbortPolicy) => void }) {
  const t = useTranslations("campaign.policy");
  return (
    <ChoiceField
      legend={t("legend")}
      name="policy"
      value={policy}
      onChange={(value) => onChange(ABORT_POLICIES.find((known) => known === value) ?? "CutDownloads")}
      options={ABORT_POLICIES.map((value) => ({ value, label: t(`${value}.label`), hint: t(`${value}.hint`) }))}
    />
  );
}

function requestOf(campaign: CampaignView, order: OrderName, comment: string, policy: AbortPolicy): CampaignRequest {
  const common = { campaignId: campaign.id, expectedRev: campaign.rev, comment };
  if (order === "Abort") return { ...common, order, policy };
  if (order === "Approve") return { ...common, order, specHash: campaign.specHash ?? "" };
  return { ...common, order };
}
