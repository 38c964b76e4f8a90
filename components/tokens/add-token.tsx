"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { TokenView } from "@/lib/domain/token-view";
import { EMPTY_DRAFT, type TokenValues, valuesOf } from "./token-draft";
import { TokenForm } from "./token-form";

type Props = {
  readonly groups: readonly string[];
  readonly add: (uid: string, values: TokenValues) => Promise<ActionResult<TokenView>>;
};

export function AddToken({ groups, add }: Props) {
  const t = useTranslations("tokens");
  const [isOpen, setOpen] = useState(false);
  const onClose = (): void => setOpen(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("add")} description={t("addHint")}>
        <TokenForm
          initial={EMPTY_DRAFT}
          isKnown={false}
          groups={groups}
          save={(draft) => add(draft.uid, valuesOf(draft))}
          onSaved={({ uid }) => {
            toast(t("added", { uid }));
            onClose();
          }}
          onClose={onClose}
        />
      </Dialog>
    </>
  );
}
