"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CommandStepper } from "@/components/commands/command-stepper";
import { useCommandBar } from "@/components/commands/commands-context";
import { useCommandRequest } from "@/components/commands/use-command-request";
import { useFigures } from "@/components/figures/use-figures";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useNow } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import type { CommandView } from "@/lib/domain/command-view";
import { type CloseVerdict, closeVerdict } from "@/lib/domain/session-problem";
import type { SessionView } from "@/lib/domain/session-view";

export type CloseSession = (sessionId: number, note: string) => Promise<ActionResult<SessionView>>;

type Props = {
  readonly session: SessionView;
  /** The newest request to stop this session; null where none was made. */
  readonly stop: CommandView | null;
  readonly close: CloseSession;
  readonly onClose: () => void;
};

/** Two steps: ask the charger and watch what it does; only what it does not end is closed in the books. */
export function CloseSteps({ session, stop, close, onClose }: Props) {
  const t = useTranslations("closing");
  const now = useNow();
  const asked = stop === null ? null : { state: stop.state, createdAt: new Date(stop.createdAt) };
  const verdict = closeVerdict(session, asked, new Date(now));
  return (
    <div className="flex flex-col gap-5">
      <Step title={t("first")}>
        <p className="text-sm text-ink-2">{t("firstHint")}</p>
        {verdict === "AskFirst" ? <AskButton key={stop?.id ?? "first"} session={session} /> : null}
        {stop === null || verdict === "AskFirst" ? null : <CommandStepper command={stop} />}
      </Step>
      <Step title={t("second")}>
        <SecondStep {...{ session, verdict, close, onClose }} />
      </Step>
    </div>
  );
}

const Step = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="flex flex-col gap-2.5">
    <h3 className="text-sm font-semibold">{title}</h3>
    {children}
  </section>
);

function AskButton({ session }: { readonly session: SessionView }) {
  const t = useTranslations("closing");
  const { ask, fault, isPending } = useCommandRequest(session.identity, () => undefined);
  const bar = useCommandBar();
  return (
    <>
      <FormFault fault={fault} />
      <div>
        <Button
          variant="primary"
          disabled={isPending || bar !== null}
          onClick={() => ask({ type: "RemoteStop", sessionId: session.id })}
        >
          {t("ask")}
        </Button>
      </div>
    </>
  );
}

type SecondProps = Pick<Props, "session" | "close" | "onClose"> & { readonly verdict: CloseVerdict };

function SecondStep({ session, verdict, close, onClose }: SecondProps) {
  const t = useTranslations("closing");
  const energy = useFigures().kilowattHours(session.energyWh) ?? "—";
  const [note, setNote] = useState("");
  const { run, fault, isPending } = useAction();
  if (verdict === "Stopped") {
    return (
      <>
        <p className="text-sm text-ink-2">{t("stopped")}</p>
        <DialogActions>
          <Button onClick={onClose}>{t("done")}</Button>
        </DialogActions>
      </>
    );
  }
  const isOpen = verdict === "MayClose";
  return (
    <DialogForm
      cancelLabel={t("cancel")}
      submitLabel={t("submit")}
      isDanger
      isPending={isPending}
      isReady={isOpen}
      fault={fault}
      onSubmit={() => {
        if (isOpen) run(() => close(session.id, note.trim()), onClose);
      }}
      onCancel={onClose}
    >
      <p className="text-sm text-ink-2">{isOpen ? t("secondHint", { energy }) : t("waiting")}</p>
      {isOpen ? (
        <TextField
          label={t("note")}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          required
          maxLength={1_000}
          autoComplete="off"
        />
      ) : null}
    </DialogForm>
  );
}
