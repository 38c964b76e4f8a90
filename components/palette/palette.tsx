"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { type Entry, GROUPS } from "./entry";
import { keepRecent } from "./recent";
import { useEntries } from "./use-entries";
import { type Found, useSearch } from "./use-search";

type Props = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

/** Everything by its name: chargers, sessions, cards, pages, and what can be done with the charger in sight. */
export function Palette({ open, onOpenChange }: Props) {
  const t = useTranslations("palette");
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-40 bg-[oklch(0.2_0.02_255/0.4)] dark:bg-[oklch(0_0_0/0.6)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="appear fixed top-[10dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(38rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border bg-surface shadow-pop max-md:top-3 max-md:max-h-[calc(100dvh-1.5rem)]"
        >
          <Dialog.Title className="sr-only">{t("title")}</Dialog.Title>
          <Choosing onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Lives as long as the palette is open, so that each opening begins anew. */
function Choosing({ onDone }: { readonly onDone: () => void }) {
  const t = useTranslations("palette");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useSearch(typed);
  const entries = useEntries(typed, found);
  const chosen = entries[Math.min(at, entries.length - 1)];

  const choose = ({ act, hit }: Entry): void => {
    if (hit !== undefined) keepRecent(hit);
    onDone();
    if (act.type === "Go") router.push(act.href);
    else act.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(event.key, at, entries.length);
    if (event.key === "Enter" && chosen !== undefined) choose(chosen);
    else if (to === null) return;
    else setAt(to);
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
        <input
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `palette-${chosen.id}`}
          aria-label={t("label")}
          placeholder={t("label")}
          value={typed}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent text-md outline-none placeholder:text-ink-3"
        />
      </div>
      <div id="palette-list" role="listbox" aria-label={t("title")} className="overflow-y-auto p-1.5">
        {GROUPS.map((group) => (
          <Group
            key={group}
            group={group}
            entries={entries.filter((entry) => entry.group === group)}
            chosen={chosen}
            onChoose={choose}
            onPoint={(entry) => setAt(entries.indexOf(entry))}
          />
        ))}
      </div>
      <Foot found={found} isEmpty={entries.length === 0} />
    </>
  );
}

function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return (at - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

type GroupProps = {
  readonly group: Entry["group"];
  readonly entries: readonly Entry[];
  readonly chosen: Entry | undefined;
  readonly onChoose: (entry: Entry) => void;
  readonly onPoint: (entry: Entry) => void;
};

function Group({ group, entries, chosen, onChoose, onPoint }: GroupProps) {
  const t = useTranslations("palette.group");
  if (entries.length === 0) return null;
  return (
    <div role="group" aria-label={t(group)}>
      <div aria-hidden className="px-2.5 pt-2 pb-1 text-xs text-ink-3">
        {t(group)}
      </div>
      {entries.map((entry) => (
        <div
          key={entry.id}
          id={`palette-${entry.id}`}
          role="option"
          aria-selected={entry.id === chosen?.id}
          tabIndex={-1}
          ref={entry.id === chosen?.id ? intoSight : undefined}
          onClick={() => onChoose(entry)}
          onKeyDown={undefined}
          onPointerMove={() => onPoint(entry)}
          className={classNames(
            "flex min-h-9 cursor-pointer items-baseline gap-3 rounded-md px-2.5 py-1.5 text-sm max-md:min-h-11",
            entry.id === chosen?.id && "bg-sunken",
          )}
        >
          <span className="shrink-0 font-medium">{entry.title}</span>
          <span className="min-w-0 truncate text-ink-2">{entry.detail}</span>
        </div>
      ))}
    </div>
  );
}

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });

function Foot({ found, isEmpty }: { readonly found: Found; readonly isEmpty: boolean }) {
  const t = useTranslations("palette");
  const text = footOf(found, isEmpty);
  return (
    <p
      role="status"
      className={classNames("border-t px-4 py-2 text-xs", text === "failed" ? "text-fault-ink" : "text-ink-3")}
    >
      {t(text)}
    </p>
  );
}

function footOf({ state }: Found, isEmpty: boolean): "searching" | "failed" | "nothing" | "keys" {
  if (state === "searching" || state === "failed") return state;
  return isEmpty ? "nothing" : "keys";
}
