"use client";

import { TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { CommandButton } from "@/components/commands/command-button";
import { useCommands } from "@/components/live/use-live";
import { Dialog } from "@/components/ui/dialog";
import type { CommandView } from "@/lib/domain/command-view";
import { isJsonObject } from "@/lib/domain/json";
import type { StuckReason } from "@/lib/domain/session-problem";
import { reviewReasons } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { useAnomalyWords } from "./anomaly-words";
import { type CloseSession, CloseSteps } from "./close-dialog";
import { DecisionForm, type ResolveSession } from "./decision-dialog";

type Props = {
  readonly session: SessionView;
  /** As the page found them; they do not move with the clock. */
  readonly stuckReasons: readonly StuckReason[];
  readonly commands: readonly CommandView[];
  readonly resolve: ResolveSession;
  readonly close: CloseSession;
};

/** Why a session needs a person, and what he can do: decide what is billed, or end what does not end. */
export function SessionTrouble({ session, stuckReasons, commands: snapshot, resolve, close }: Props) {
  const [isClosing, setClosing] = useState(false);
  const router = useRouter();
  const commands = useCommands(session.identity, snapshot);
  const stop = commands.find((command) => isStopOf(command, session.id)) ?? null;
  const endClosing = (): void => {
    setClosing(false);
    router.refresh();
  };
  return (
    <>
      <Review session={session} resolve={resolve} />
      {session.phase === "Active" && stuckReasons.length > 0 ? (
        <Stuck reasons={stuckReasons} onClose={() => setClosing(true)} />
      ) : null}
      <ClosingDialog {...{ session, stop, close, isClosing }} onClose={endClosing} />
    </>
  );
}

function Review({ session, resolve }: Pick<Props, "session" | "resolve">) {
  const t = useTranslations("decision");
  const words = useAnomalyWords();
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const reasons = reviewReasons(session);
  const onDone = (): void => {
    setOpen(false);
    router.refresh();
  };
  return (
    <>
      {reasons.length === 0 ? null : (
        <Notice title={t("title")} reasons={reasons.map(words)}>
          <CommandButton variant="primary" onClick={() => setOpen(true)}>
            {t("open")}
          </CommandButton>
        </Notice>
      )}
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("dialog", { id: String(session.id) })}>
        <DecisionForm session={session} resolve={resolve} onDone={onDone} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Stuck({ reasons, onClose }: { readonly reasons: readonly StuckReason[]; readonly onClose: () => void }) {
  const t = useTranslations("closing");
  const words = useTranslations("stuck");
  return (
    <Notice title={t("stuck")} reasons={reasons.map((reason) => words(reason))}>
      <CommandButton onClick={onClose}>{t("open")}</CommandButton>
    </Notice>
  );
}

type ClosingProps = Pick<Props, "session" | "close"> & {
  readonly stop: CommandView | null;
  readonly isClosing: boolean;
  readonly onClose: () => void;
};

function ClosingDialog({ session, stop, close, isClosing, onClose }: ClosingProps) {
  const t = useTranslations("closing");
  return (
    <Dialog
      open={isClosing}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t("title", { id: String(session.id) })}
    >
      <CloseSteps session={session} stop={stop} close={close} onClose={onClose} />
    </Dialog>
  );
}

type NoticeProps = { readonly title: string; readonly reasons: readonly string[]; readonly children: ReactNode };

const Notice = ({ title, reasons, children }: NoticeProps) => (
  <section
    aria-label={title}
    className="mb-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-3 rounded-lg border border-warn/40 bg-warn-soft px-4 py-3 text-warn-ink"
  >
    <div className="flex min-w-0 flex-1 basis-64 gap-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <h2 className="text-sm font-semibold">{title}</h2>
        <ul className="text-sm">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
    </div>
    {children}
  </section>
);

const isStopOf = ({ name, request }: CommandView, sessionId: number): boolean =>
  name === "RemoteStop" && isJsonObject(request) && request["sessionId"] === sessionId;
