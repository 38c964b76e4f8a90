"use client";

import { useTranslations } from "next-intl";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { AddDialog } from "@/components/ui/add-dialog";
import type { TokenView } from "@/lib/domain/token-view";
import { EMPTY_DRAFT, type TokenValues, valuesOf } from "./token-draft";
import { TokenForm } from "./token-form";

type Props = {
  readonly groups: readonly string[];
  readonly add: (uid: string, values: TokenValues) => Promise<ActionResult<TokenView>>;
};

export function AddToken({ groups, add }: Props) {
  const t = useTranslations("tokens");
  return (
    <AddDialog label={t("add")} description={t("addHint")}>
      {(close) => (
        <TokenForm
          initial={EMPTY_DRAFT}
          isKnown={false}
          groups={groups}
          save={(draft) => add(draft.uid, valuesOf(draft))}
          onSaved={({ uid }) => {
            toast(t("added", { uid }));
            close();
          }}
          onClose={close}
        />
      )}
    </AddDialog>
  );
}
