"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { isUnderWay } from "@/components/commands/commands-in-place";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useTakeCommand } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import type { CommandView } from "@/lib/domain/command-view";
import type { StationHealth } from "@/lib/domain/health-view";
import { PasswordReset } from "../doctor/password-reset";
import { AccessForm } from "./access-form";
import type { HealthActions } from "./health-actions";

type Props = {
  readonly health: StationHealth;
  readonly serialNumber: string | null;
  readonly commands: readonly CommandView[];
  /** Null where the role may only look. */
  readonly actions: HealthActions | null;
};

/** How the charger signs in, how it has to, and its password. */
export function AccessCard({ health, serialNumber, commands, actions }: Props) {
  const t = useTranslations("health");
  const facts = useTranslations("facts");
  const [isEditing, setEditing] = useState(false);
  const { identity, security } = health;
  const profileText = (profile: number): string => facts("profile", { profile: String(profile) });
  return (
    <Card aria-label={t("security")} className="h-fit">
      <CardHeader title={t("security")}>
        {actions === null ? null : (
          <Button size="small" onClick={() => setEditing(true)}>
            {t("edit")}
          </Button>
        )}
      </CardHeader>
      <dl className="flex flex-col gap-2.5 p-4 text-sm">
        <Fact name={t("inUse")}>{security.inUse === null ? t("notConnected") : profileText(security.inUse)}</Fact>
        <Fact name={t("required")}>{profileText(security.required)}</Fact>
        <Fact name={t("minimum")}>{profileText(security.minimum)}</Fact>
        <Fact name={t("serialNumber")}>{serialNumber ?? "—"}</Fact>
        <Fact name={t("password")}>
          <PasswordText security={security} />
        </Fact>
      </dl>
      {security.isPasswordChanging ? (
        <p className="mx-4 mb-4 rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">{t("passwordChanging")}</p>
      ) : null}
      {actions === null ? null : <PasswordButtons health={health} commands={commands} actions={actions} />}
      <Dialog open={isEditing} onOpenChange={setEditing} title={t("editTitle")} description={t("editHint")}>
        {actions === null ? null : (
          <AccessForm
            identity={identity}
            required={security.required}
            minimum={security.minimum}
            change={actions.changeAccess}
            onClose={() => setEditing(false)}
          />
        )}
      </Dialog>
    </Card>
  );
}

function PasswordButtons({
  health: { identity, security },
  commands,
  actions,
}: Pick<Props, "health" | "commands"> & { readonly actions: HealthActions }) {
  const usesPassword = security.required === 1 || security.required === 2;
  const isTold = isUnderWay(commands, "ChangePassword");
  if (security.required === 3) return null;
  return (
    <div className="flex flex-wrap gap-2 px-4 pb-4">
      {isTold ? null : <Rotate identity={identity} rotate={actions.rotatePassword} />}
      {usesPassword ? <PasswordReset identity={identity} renewPassword={actions.renewPassword} /> : null}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-2">
      <dt className="text-ink-3">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function PasswordText({ security }: { readonly security: StationHealth["security"] }) {
  const t = useTranslations("health");
  const { hasPassword, passwordSetAt, passwordTakenAt } = security;
  if (!hasPassword) return t("noPassword");
  if (passwordTakenAt !== null && (passwordSetAt === null || passwordTakenAt > passwordSetAt)) {
    return (
      <>
        {t("passwordTaken")} <Instant at={passwordTakenAt} />
      </>
    );
  }
  if (passwordSetAt === null) return t("passwordKept");
  return (
    <>
      {t("passwordSince")} <Instant at={passwordSetAt} />
    </>
  );
}

type RotateProps = { readonly identity: string; readonly rotate: HealthActions["rotatePassword"] };

/** The command is then watched like any other: it is done once the charger signs in with what it was told. */
function Rotate({ identity, rotate }: RotateProps) {
  const t = useTranslations("health");
  const cancel = useTranslations("doctor")("cancel");
  const takeCommand = useTakeCommand();
  const { run, fault, isPending } = useAction();
  const [isAsked, setAsked] = useState(false);
  const submit = (): void =>
    run(
      () => rotate(identity),
      (command) => {
        takeCommand(command);
        setAsked(false);
      },
    );
  return (
    <>
      <CommandButton onClick={() => setAsked(true)}>{t("rotate")}</CommandButton>
      <Dialog
        open={isAsked}
        onOpenChange={setAsked}
        title={t("rotateTitle")}
        description={t("rotateHint", { identity })}
      >
        <FormFault fault={fault} />
        <DialogActions>
          <Button onClick={() => setAsked(false)}>{cancel}</Button>
          <Button variant="primary" disabled={isPending} onClick={submit}>
            {t("rotateSubmit")}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
