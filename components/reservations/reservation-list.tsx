"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { CommandForm } from "@/components/commands/command-form";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { TokenText } from "@/components/sessions/token-text";
import { Instant } from "@/components/time/time";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { ReservationView } from "@/lib/domain/reservation-view";
import type { TokenView } from "@/lib/domain/token-view";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  /** Asked for or in force. */
  readonly reservations: readonly ReservationView[];
  readonly tokens: readonly TokenView[];
  readonly nameOf: (evse: number) => string;
};

/** The connectors that are kept for somebody; nothing where there is none. */
export function ReservationList({ identity, isConnected, reservations, tokens, nameOf }: Props) {
  const t = useTranslations("reservations");
  const [cancelling, setCancelling] = useState<ReservationView | null>(null);
  const close = (): void => setCancelling(null);
  if (reservations.length === 0) return null;
  return (
    <Card aria-label={t("title")}>
      <CardHeader title={t("title")} />
      <ul className="divide-y">
        {reservations.map((reservation) => (
          <li
            key={reservation.id}
            data-reservation={reservation.id}
            data-state={reservation.state}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-sm"
          >
            <p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">
              <span className="font-medium">{reservation.evse === 0 ? t("any") : nameOf(reservation.evse)}</span>
              <span className="text-ink-2">
                {t("for")} <CardName uid={reservation.tokenUid} tokens={tokens} />
              </span>
              <span className="text-ink-3">
                {t("untilTime")} <Instant at={reservation.expiresAt} />
              </span>
              {reservation.state === "Requested" ? <span className="text-warn-ink">{t("requested")}</span> : null}
            </p>
            <CommandButton
              size="small"
              variant="danger"
              aria-label={t("cancelOne", { id: String(reservation.id) })}
              onClick={() => setCancelling(reservation)}
            >
              {t("cancel.open")}
            </CommandButton>
          </li>
        ))}
      </ul>
      <Dialog
        open={cancelling !== null}
        onOpenChange={(open) => (open ? undefined : close())}
        title={t("cancel.title")}
        description={identity}
      >
        {cancelling === null ? null : <CancelForm {...{ identity, isConnected }} id={cancelling.id} onClose={close} />}
      </Dialog>
    </Card>
  );
}

/** By the name people gave it, where they did. */
function CardName({ uid, tokens }: { readonly uid: string; readonly tokens: readonly TokenView[] }) {
  const label = tokens.find((token) => token.uid === uid)?.label ?? null;
  return label === null ? <TokenText uid={uid} /> : <span title={uid}>{label}</span>;
}

type CancelProps = Pick<Props, "identity" | "isConnected"> & { readonly id: number; readonly onClose: () => void };

function CancelForm({ identity, isConnected, id, onClose }: CancelProps) {
  const t = useTranslations("reservations.cancel");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  return (
    <CommandForm
      submitLabel={t("submit")}
      isDanger
      {...{ isPending, fault, isConnected }}
      onSubmit={() => ask({ type: "CancelReservation", reservationId: id })}
      onCancel={onClose}
    >
      <p className="text-sm text-ink-2">{t("consequence")}</p>
    </CommandForm>
  );
}
