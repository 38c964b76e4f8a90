"use client";

import { OctagonX, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { DialogForm } from "@/components/form/dialog-form";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { useNow, useReadAgain } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";

/** The engine that moves all campaigns. Instants are ISO strings. */
export type RolloutsState = {
  /** Who leads; null where nobody does. */
  readonly holder: string | null;
  readonly beatAt: string | null;
  readonly stoppedAt: string | null;
  readonly stoppedBy: string | null;
  readonly stopReason: string | null;
};

/** The leader beats every second; after that nobody believes in it. */
const SILENCE_MS = 30_000;

/** Nothing announces a beat: it is read again well before the last one grows old. */
const READ_MS = 10_000;

type ReadRollouts = () => Promise<ActionResult<RolloutsState>>;

/** Read by itself: the page around it tells how old it is, and grows no younger by this. */
function useRollouts(given: RolloutsState, read: ReadRollouts): RolloutsState {
  const [told, setTold] = useState({ after: given, rollouts: given });
  useEffect(() => {
    let isShown = true;
    const readNow = async (): Promise<void> => {
      const result = await read().catch(() => null);
      // What could not be read is as old as it was.
      if (isShown && result?.ok) setTold({ after: given, rollouts: result.value });
    };
    const timer = setInterval(() => void readNow(), READ_MS);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [given, read]);
  return told.after === given ? told.rollouts : given;
}

/** Said above every list of campaigns: nothing is sent, and why. Nothing where all is well. */
export function RolloutsBanner({
  rollouts: given,
  read,
  letGoOn,
}: {
  readonly rollouts: RolloutsState;
  readonly read: ReadRollouts;
  /** Null for whoever may not. */
  readonly letGoOn: (() => Promise<ActionResult<null>>) | null;
}) {
  const now = useNow();
  const rollouts = useRollouts(given, read);
  const { holder, beatAt, stoppedAt } = rollouts;
  if (stoppedAt !== null) return <StoppedBanner rollouts={rollouts} stoppedAt={stoppedAt} letGoOn={letGoOn} />;
  const isLed = holder !== null && beatAt !== null && now - Date.parse(beatAt) < SILENCE_MS;
  return isLed ? null : <NobodyLeads beatAt={beatAt} />;
}

type StoppedProps = Omit<Parameters<typeof RolloutsBanner>[0], "read"> & { readonly stoppedAt: string };

function StoppedBanner({ rollouts: { stoppedBy, stopReason }, stoppedAt, letGoOn }: StoppedProps) {
  const t = useTranslations("firmware.stopped");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  return (
    <section
      aria-label={t("title")}
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-fault-soft px-4 py-3 text-fault-ink"
      data-rollouts="stopped"
    >
      <OctagonX aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{t("title")}</p>
        <p className="text-sm">
          {t("by", { name: stoppedBy ?? "Kituo" })} <Instant at={stoppedAt} />
          {stopReason === null ? "." : `: “${stopReason}”.`} {t("hint")}
        </p>
        <FormFault fault={fault} />
      </div>
      {letGoOn === null ? null : (
        <Button disabled={isPending} onClick={() => run(letGoOn, readAgain)}>
          {t("goOn")}
        </Button>
      )}
    </section>
  );
}

function NobodyLeads({ beatAt }: { readonly beatAt: string | null }) {
  const t = useTranslations("firmware.engine");
  return (
    <section
      aria-label={t("title")}
      className="mb-4 flex items-center gap-x-4 gap-y-2 rounded-lg bg-warn-soft px-4 py-3 text-warn-ink"
      data-rollouts="unled"
    >
      <Unplug aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">{t("title")}</p>
        <p className="text-sm">
          {t("hint")}{" "}
          {beatAt === null ? null : (
            <>
              {t("last")} <Instant at={beatAt} />.
            </>
          )}
        </p>
      </div>
    </section>
  );
}

/** Stops every campaign at once, with a reason that everybody reads. */
export function StopRollouts({ stop }: { readonly stop: (reason: string) => Promise<ActionResult<null>> }) {
  const t = useTranslations("firmware.stopAll");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const done = (): void => {
    setOpen(false);
    setReason("");
    readAgain();
  };
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        <OctagonX aria-hidden className="size-4" />
        {t("open")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title")} description={t("hint")}>
        <DialogForm
          cancelLabel={t("cancel")}
          submitLabel={t("submit")}
          isDanger
          isPending={isPending}
          isReady={reason.trim() !== ""}
          fault={fault}
          onSubmit={() => run(() => stop(reason.trim()), done)}
          onCancel={() => setOpen(false)}
        >
          <TextField
            label={t("reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={500}
            required
          />
        </DialogForm>
      </Dialog>
    </>
  );
}
