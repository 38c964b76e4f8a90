"use client";

import { Bookmark } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/form/use-action";
import { useReadAgain } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { SavedViewView, ViewList } from "@/lib/domain/saved-view";
import type { ListAddress } from "./list-address";
import { NameViewDialog } from "./name-view-dialog";
import type { ViewActions } from "./view-actions";

type Props = {
  readonly list: ViewList;
  readonly address: ListAddress;
  /** The saved view that the list began from; null = none of them. */
  readonly current: SavedViewView | null;
  /** The list shows something else by now. */
  readonly isChanged: boolean;
  /** Views that are no tab. */
  readonly others: readonly SavedViewView[];
  readonly onOpen: (view: SavedViewView | null) => void;
  readonly mayShare: boolean;
  readonly actions: ViewActions;
};

/** Keeps what the list shows as a view, changes the view it began from, and opens those that are no tab. */
export function ViewMenu(props: Props) {
  const { list, address, current, isChanged, others, onOpen, mayShare, actions } = props;
  const t = useTranslations("lists.views");
  const { run, fault, isPending } = useAction();
  const readAgain = useReadAgain();
  const [asked, setAsked] = useState<"save" | "rename" | "forget" | null>(null);
  const close = (): void => setAsked(null);
  const change = (changes: Parameters<ViewActions["change"]>[1]): void => {
    if (current === null) return;
    run(
      () => actions.change(current.id, changes),
      () => {
        close();
        readAgain();
      },
    );
  };
  const { filter, sort, columns, density } = address;
  const shown = { filter, sort, columns: columns ?? [], density };
  const save = (name: string, isShared: boolean): void =>
    run(
      () => actions.save({ list, name, isShared, ...shown }),
      (view) => {
        close();
        onOpen(view);
      },
    );
  const forget = (): void => {
    if (current === null) return;
    run(
      () => actions.forget(current.id),
      () => {
        close();
        onOpen(null);
      },
    );
  };
  return (
    <>
      <Menu
        trigger={
          <Button>
            <Bookmark aria-hidden className="size-4" />
            {t("menu")}
          </Button>
        }
      >
        <MenuItem onSelect={() => setAsked("save")}>{t("save")}</MenuItem>
        {current === null ? null : (
          <OfCurrent
            {...{ current, isChanged, mayShare }}
            onAsk={setAsked}
            onChange={change}
            onKeep={() => change(shown)}
          />
        )}
        {others.length === 0 ? null : (
          <>
            <MenuSeparator />
            <MenuLabel>{t("others")}</MenuLabel>
            {others.map((view) => (
              <MenuItem key={view.id} onSelect={() => onOpen(view)}>
                {view.name}
              </MenuItem>
            ))}
          </>
        )}
      </Menu>
      <NameViewDialog
        key={`${asked ?? ""} ${current?.id ?? ""}`}
        {...{ asked, current, mayShare, fault, isPending }}
        onClose={close}
        onSave={save}
        onRename={(name) => change({ name })}
        onForget={forget}
      />
    </>
  );
}

type OfCurrentProps = Pick<Props, "isChanged" | "mayShare"> & {
  readonly current: SavedViewView;
  readonly onAsk: (asked: "rename" | "forget") => void;
  readonly onChange: (changes: Parameters<ViewActions["change"]>[1]) => void;
  readonly onKeep: () => void;
};

/** What can be done with the view that the list began from, by who may. */
function OfCurrent({ current, isChanged, mayShare, onAsk, onChange, onKeep }: OfCurrentProps) {
  const t = useTranslations("lists.views");
  const { mayChange, isPinned, isShared } = current;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{mayChange ? current.name : t("of", { name: current.name, owner: current.owner })}</MenuLabel>
      <MenuItem disabled={!mayChange || !isChanged} onSelect={onKeep}>
        {t("keep")}
      </MenuItem>
      <MenuItem disabled={!mayChange} onSelect={() => onAsk("rename")}>
        {t("rename")}
      </MenuItem>
      <MenuItem disabled={!mayChange} onSelect={() => onChange({ isPinned: !isPinned })}>
        {isPinned ? t("unpin") : t("pin")}
      </MenuItem>
      <MenuItem disabled={!mayChange || !mayShare} onSelect={() => onChange({ isShared: !isShared })}>
        {isShared ? t("unshare") : t("share")}
      </MenuItem>
      <MenuItem isDanger disabled={!mayChange} onSelect={() => onAsk("forget")}>
        {t("forget")}
      </MenuItem>
      {mayShare ? null : <p className="max-w-56 px-2 py-1 text-xs text-ink-3">{t("sharing")}</p>}
    </>
  );
}
