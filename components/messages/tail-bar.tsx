"use client";

import { useTranslations } from "next-intl";
import { useLine } from "@/components/live/use-live";
import { Instant } from "@/components/time/time";
import { classNames } from "@/components/ui/class-names";
import type { Pulse } from "@/lib/live/pulse";
import type { TailState } from "./tail-state";

type Props = {
  readonly state: TailState;
  /** False where the page shows the past only. */
  readonly isPossible: boolean;
  readonly isHeld: boolean;
  readonly onSwitch: (isOn: boolean) => void;
};

/** The switch, and what it does right now: what is not live never says that it is. */
export function FollowSwitch({ state, isPossible, onSwitch }: Omit<Props, "isHeld">) {
  const t = useTranslations("messageLog.follow");
  const isOn = state.phase !== "off";
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-disabled={!isPossible}
      title={isPossible ? undefined : t("notHere")}
      onClick={() => isPossible && onSwitch(!isOn)}
      className="inline-flex h-8 items-center gap-2 rounded-md px-1 text-sm font-medium aria-disabled:opacity-50 max-md:h-11"
    >
      <span
        aria-hidden
        className={classNames(
          "flex h-4.5 w-8 items-center rounded-full border p-0.5 transition-colors",
          isOn ? "border-ink bg-ink" : "border-line-strong bg-surface",
        )}
      >
        <span
          className={classNames(
            "size-3 rounded-full transition-transform",
            isOn ? "translate-x-3.25 bg-surface" : "bg-ink-2",
          )}
        />
      </span>
      {t("switch")}
    </button>
  );
}

const BROKEN: ReadonlySet<Pulse["state"]> = new Set<Pulse["state"]>(["offline", "reconnecting"]);

/** Under the switch, while it is on. */
export function TailNotice({ state, isHeld }: Pick<Props, "state" | "isHeld">) {
  const t = useTranslations("messageLog.follow");
  const { pulse } = useLine();
  if (state.phase === "off") return null;
  const isBroken = state.phase === "lost" || BROKEN.has(pulse.state);
  return (
    <div
      role="status"
      data-tail={isBroken ? "lost" : state.phase}
      className={classNames(
        "flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-sm",
        isBroken || state.phase === "refused" ? "bg-warn-soft text-warn-ink" : "text-ink-2",
      )}
    >
      {isBroken ? (
        <span>{t.rich("lost", { since: () => <Since pulse={pulse} /> })}</span>
      ) : (
        <Progress state={state} isHeld={isHeld} />
      )}
      {state.skipped === 0 ? null : <span>{t("skipped", { count: state.skipped })}</span>}
      {state.otherGateways === 0 ? null : (
        <span className="text-warn-ink">{t("others", { count: state.otherGateways })}</span>
      )}
    </div>
  );
}

function Since({ pulse }: { readonly pulse: Pulse }) {
  const t = useTranslations("messageLog.follow");
  if (!("since" in pulse)) return null;
  return (
    <>
      {" "}
      {t("since")} <Instant at={new Date(pulse.since).toISOString()} />
    </>
  );
}

function Progress({ state, isHeld }: Pick<Props, "state" | "isHeld">) {
  const t = useTranslations("messageLog.follow");
  if (state.phase === "refused") return t("refused");
  if (state.phase === "starting") return t("starting");
  return isHeld ? t("held") : t("following");
}
