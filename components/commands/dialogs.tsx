"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ChoiceField } from "@/components/ui/field";
import type { AskableCommand } from "@/lib/domain/station-command";
import type { TokenView } from "@/lib/domain/token-view";
import { CommandForm } from "./command-form";
import { useTokenChoice } from "./token-choice";
import { useCommandRequest } from "./use-command-request";

/** The insides of the command dialogs. Each is mounted when its dialog opens, so that it starts empty and with an id of its own. */
type Common = { readonly identity: string; readonly isConnected: boolean; readonly onClose: () => void };

export function StartForm({
  identity,
  isConnected,
  onClose,
  evse,
  tokens,
  lastTokenUid,
}: Common & { readonly evse: number; readonly tokens: readonly TokenView[]; readonly lastTokenUid: string | null }) {
  const t = useTranslations("command");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const { tokenUid, tokenType, field } = useTokenChoice(tokens, lastTokenUid);
  const submit = (): void => {
    if (tokenUid !== "") ask({ type: "RemoteStart", evse, tokenUid, ...tokenType });
  };
  return (
    <CommandForm
      submitLabel={t("start.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      {field}
    </CommandForm>
  );
}

export function StopForm({
  identity,
  isConnected,
  onClose,
  sessionId,
  children,
}: Common & { readonly sessionId: number; readonly children: ReactNode }) {
  const t = useTranslations("command");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const submit = (): void => ask({ type: "RemoteStop", sessionId });
  return (
    <CommandForm
      submitLabel={t("stop.submit")}
      isDanger
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      {children}
    </CommandForm>
  );
}

export function UnlockForm({
  identity,
  isConnected,
  onClose,
  evse,
  connector,
  children,
}: Common & { readonly evse: number; readonly connector: number; readonly children?: ReactNode }) {
  const t = useTranslations("command");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const submit = (): void => ask({ type: "Unlock", evse, connector });
  return (
    <CommandForm
      submitLabel={t("unlock.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      {children}
    </CommandForm>
  );
}

export function RestartForm({
  identity,
  isConnected,
  onClose,
  sessionCount,
}: Common & { readonly sessionCount: number }) {
  const t = useTranslations("command");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [when, setWhen] = useState("WhenIdle");
  const submit = (): void => ask({ type: "Reset", when: when === "Now" ? "Now" : "WhenIdle" });
  return (
    <CommandForm
      submitLabel={t("restart.submit")}
      isDanger={when === "Now"}
      {...{ isPending, fault, isConnected }}
      onSubmit={submit}
      onCancel={onClose}
    >
      <ChoiceField
        legend={t("restart.how")}
        name="when"
        value={when}
        onChange={setWhen}
        options={[
          { value: "WhenIdle", label: t("restart.soft"), hint: t("restart.softHint") },
          { value: "Now", label: t("restart.hard"), hint: t("restart.hardHint") },
        ]}
      />
      {sessionCount === 0 ? null : (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">
          {t("restart.running", { count: sessionCount })}
        </p>
      )}
    </CommandForm>
  );
}

export function AvailabilityForm({
  identity,
  isConnected,
  onClose,
  evse,
  isOutOfService,
}: Common & { readonly evse: number; readonly isOutOfService: boolean }) {
  const t = useTranslations("command");
  const { ask, fault, isPending } = useCommandRequest(identity, onClose);
  const [wanted, setWanted] = useState(isOutOfService ? "Operative" : "Inoperative");
  const command: AskableCommand = {
    type: "ChangeAvailability",
    evse,
    operational: wanted === "Operative" ? "Operative" : "Inoperative",
  };
  return (
    <CommandForm
      submitLabel={t("availability.submit")}
      {...{ isPending, fault, isConnected }}
      onSubmit={() => ask(command)}
      onCancel={onClose}
    >
      <ChoiceField
        legend={t("availability.how")}
        name="operational"
        value={wanted}
        onChange={setWanted}
        options={[
          { value: "Operative", label: t("availability.operative"), hint: t("availability.operativeHint") },
          { value: "Inoperative", label: t("availability.inoperative"), hint: t("availability.inoperativeHint") },
        ]}
      />
    </CommandForm>
  );
}
