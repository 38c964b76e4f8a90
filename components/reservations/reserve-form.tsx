"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { CommandForm } from "@/components/commands/command-form";
import { useTokenChoice } from "@/components/commands/token-choice";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { fromWallTime, toWallTime } from "@/components/form/wall-time";
import { useNow } from "@/components/live/use-live";
import { TextField } from "@/components/ui/field";
import type { TokenView } from "@/lib/domain/token-view";

type Props = {
  readonly identity: string;
  readonly isConnected: boolean;
  readonly onClose: () => void;
  readonly evse: number;
  readonly tokens: readonly TokenView[];
  readonly lastTokenUid: string | null;
};

const HOUR_MS = 3_600_000;

/** Keeps a connector for a card, until then. */
export function ReserveForm({ identity, isConnected, onClose, evse, tokens, lastTokenUid }: Props) {
  const t = useTranslations("reservations");
  const now = useNow();
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const { tokenUid, tokenType, field } = useTokenChoice(tokens, lastTokenUid);
  const [until, setUntil] = useState(() => toWallTime(now + HOUR_MS));
  const end = fromWallTime(until);
  const isPast = end !== null && end <= now;
  const submit = (): void => {
    if (tokenUid === "" || end === null || isPast) return;
    const groupUid = tokens.find(({ uid }) => uid === tokenUid)?.groupId ?? null;
    ask({
      type: "ReserveNow",
      evse,
      tokenUid,
      ...tokenType,
      ...(groupUid === null ? {} : { groupUid }),
      expiresAt: new Date(end).toISOString(),
    });
  };
  return (
    <CommandForm submitLabel={t("submit")} {...{ isPending, fault, isConnected }} onSubmit={submit} onCancel={onClose}>
      {field}
      <TextField
        label={t("until")}
        error={isPast ? t("past") : null}
        type="datetime-local"
        required
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
    </CommandForm>
  );
}
