"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useNow } from "@/components/live/use-live";
import { Instant, useSpanText } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import type { CommandView } from "@/lib/domain/command-view";
import { type CommandState, isSettled } from "@/lib/domain/station-command";
import { CommandAnswer } from "./command-answer";
import { CommandName } from "./command-name";
import { commandSteps, type Step, stepStartedAt } from "./command-steps";
import { CommandWords } from "./command-words";

type Props = { readonly command: CommandView; readonly onDismiss?: () => void };

const TONES: Readonly<Record<"open" | "done" | "failed", string>> = {
  open: "border-line-strong/60",
  done: "border-ready",
  failed: "border-fault/60",
};

const outcomeOf = (state: CommandState): keyof typeof TONES =>
  !isSettled(state) ? "open" : state === "Done" ? "done" : "failed";

/** What became of a command so far: who said what, when, and what is still awaited. Accepted is not done. */
export function CommandStepper({ command, onDismiss }: Props) {
  const t = useTranslations("command");
  const isOpen = !isSettled(command.state);
  return (
    <div
      role="status"
      data-state={command.state}
      data-command={command.name}
      className={classNames("appear rounded-md border-l-2 bg-sunken py-2.5 pr-2 pl-3", TONES[outcomeOf(command.state)])}
    >
      <div className="flex items-start justify-between gap-2">
        <p className="text-sm">
          <span className="font-semibold">
            <CommandName name={command.name} />
          </span>
          <span className="text-ink-3">
            {" · "}
            {t("by", { name: command.requestedBy })} · <Instant at={command.createdAt} />
          </span>
        </p>
        {isOpen || onDismiss === undefined ? null : (
          <button
            type="button"
            aria-label={t("dismiss")}
            onClick={onDismiss}
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-surface max-md:-m-2 max-md:size-10"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
      <ol className="my-2 flex items-center">
        {commandSteps(command).map((step, place) => (
          <StepMark key={step.name} step={step} isFirst={place === 0} />
        ))}
      </ol>
      <p className="text-sm">
        <CommandWords command={command} />
        {isOpen ? <Elapsed since={stepStartedAt(command)} /> : null}
      </p>
      <CommandAnswer command={command} isOpen />
    </div>
  );
}

function StepMark({ step, isFirst }: { readonly step: Step; readonly isFirst: boolean }) {
  const t = useTranslations("command.step");
  const name = t(step.name);
  return (
    <li
      className={classNames("flex items-center text-xs", !isFirst && "flex-1")}
      data-step={step.name}
      data-step-state={step.state}
    >
      {isFirst ? null : (
        <span
          aria-hidden
          className={classNames(
            "mx-1.5 h-px min-w-3 flex-1",
            step.state === "ahead" ? "bg-line-strong/40" : "bg-ink-3",
          )}
        />
      )}
      <span
        className={classNames("inline-flex items-center gap-1", step.state === "ahead" ? "text-ink-3" : "text-ink")}
      >
        <Mark state={step.state} />
        <span>{name}</span>
        <span className="sr-only">{t(`state.${step.state}`)}</span>
      </span>
    </li>
  );
}

function Mark({ state }: { readonly state: Step["state"] }) {
  if (state === "done") return <Check aria-hidden className="size-3 text-ready-ink" strokeWidth={3} />;
  if (state === "failed") return <X aria-hidden className="size-3 text-fault" strokeWidth={3} />;
  return (
    <span
      aria-hidden
      className={classNames(
        "size-2 rounded-full border-[1.5px]",
        state === "now" ? "pulse border-energy bg-energy" : "border-line-strong",
      )}
    />
  );
}

/** Counts up where the command waits; silent for screen readers, who are told of each state. */
function Elapsed({ since }: { readonly since: string }) {
  const now = useNow();
  const spanText = useSpanText();
  return (
    <span aria-hidden className="text-ink-3 tabular-nums">
      {" "}
      {spanText(now - Date.parse(since))}
    </span>
  );
}
