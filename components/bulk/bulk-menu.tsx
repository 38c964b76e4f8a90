"use client";

import { CircleSlash, Radio, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCommandBar } from "@/components/commands/commands-context";
import type { useSelection } from "@/components/lists/use-selection";
import { Button } from "@/components/ui/button";
import type { BulkActions, BulkSelection } from "./bulk-actions";
import { BulkDialog, type BulkKind } from "./bulk-dialog";

type Props = {
  readonly filter: string;
  readonly selection: Pick<ReturnType<typeof useSelection>, "selection" | "count">;
  readonly actions: BulkActions;
};

const KINDS = [
  { kind: "restart", Icon: RotateCw },
  { kind: "availability", Icon: CircleSlash },
  { kind: "status", Icon: Radio },
] as const satisfies readonly { readonly kind: BulkKind; readonly Icon: unknown }[];

/** What can be asked of the chosen chargers; each opens the question first. */
export function BulkMenu({ filter, selection, actions }: Props) {
  const t = useTranslations("bulk");
  const bar = useCommandBar();
  const [asked, setAsked] = useState<BulkKind | null>(null);
  const chosen = selection.selection;
  const wanted: BulkSelection =
    chosen.type === "All" ? { type: "Filter", filter, at: chosen.at } : { type: "Rows", ids: [...chosen.ids] };
  return (
    <>
      {KINDS.map(({ kind, Icon }) => (
        <Button
          key={kind}
          size="small"
          aria-disabled={bar !== null}
          title={bar ?? undefined}
          onClick={() => (bar === null ? setAsked(kind) : undefined)}
        >
          <Icon aria-hidden className="size-3.5" />
          {t(`menu.${kind}`)}
        </Button>
      ))}
      {asked === null ? null : (
        <BulkDialog kind={asked} selection={wanted} actions={actions} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
