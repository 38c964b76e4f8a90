"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Choice } from "./use-suggestions";

type Props = {
  readonly label: string;
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly choices: readonly Choice[];
  /** Filters by what is typed. */
  readonly onDone: (text: string) => void;
  /** Backspace where nothing is typed: takes the last term back to be changed. */
  readonly onTakeBack: () => void;
  readonly isBusy: boolean;
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A combobox in which a filter is typed, with what may come next. */
export function FilterField(props: Props) {
  const { label, typed, onType, choices, isBusy } = props;
  const t = useTranslations("lists.filter");
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState<number | null>(null);
  const isShown = isOpen && choices.length > 0;
  const take = (choice: Choice): void => {
    setActive(null);
    if (choice.isWhole) props.onDone(choice.text);
    else onType(choice.text);
  };
  const move = (step: number): void => {
    const from = active ?? (step > 0 ? -1 : 0);
    setOpen(true);
    setActive((from + step + choices.length) % choices.length);
  };
  const enter = (): void => {
    const choice = isShown && active !== null ? choices[active] : undefined;
    if (choice === undefined) props.onDone(typed);
    else take(choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      move(step);
    } else if (event.key === "Escape") setOpen(false);
    else if (event.key === "Enter") enter();
    else if (event.key === "Backspace" && typed === "") props.onTakeBack();
  };
  return (
    <div className="relative w-full sm:w-80" aria-busy={isBusy}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        strokeWidth={1.75}
      />
      <input
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={isShown}
        aria-controls={`${id}-choices`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active !== null ? `${id}-${active}` : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={t("placeholder")}
        value={typed}
        onChange={(event) => {
          onType(event.target.value);
          setActive(null);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm placeholder:text-ink-3 max-md:h-11 max-md:text-md"
      />
      <Choices id={id} label={t("choices")} {...{ choices, active, isShown }} onTake={take} />
    </div>
  );
}

type ChoicesProps = Pick<Props, "label" | "choices"> & {
  readonly id: string;
  readonly active: number | null;
  readonly isShown: boolean;
  readonly onTake: (choice: Choice) => void;
};

function Choices({ id, label, choices, active, isShown, onTake }: ChoicesProps) {
  return (
    <ul
      id={`${id}-choices`}
      role="listbox"
      aria-label={label}
      hidden={!isShown}
      className="appear absolute z-30 mt-1 max-h-80 w-full min-w-64 overflow-y-auto rounded-lg border bg-surface p-1 shadow-pop"
    >
      {choices.map((choice, place) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the field's
        <li
          key={choice.text}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === active}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(choice)}
          className={classNames(
            "flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-md px-2 text-sm max-md:min-h-11",
            place === active ? "bg-sunken" : "hover:bg-sunken",
          )}
        >
          <span className="min-w-0 truncate font-mono text-xs">{choice.label}</span>
          {choice.hint === null ? null : (
            <span className="shrink-0 text-xs text-ink-3 tabular-nums">{choice.hint}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
