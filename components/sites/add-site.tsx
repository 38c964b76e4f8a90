"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { SiteView } from "@/lib/domain/site-view";
import type { SiteValues } from "./site-draft";
import { SiteForm } from "./site-form";

export function AddSite({ add }: { readonly add: (values: SiteValues) => Promise<ActionResult<SiteView>> }) {
  const t = useTranslations("sites");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden className="size-4" />
        {t("add")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("add")}>
        <SiteForm
          site={null}
          save={add}
          onSaved={({ name }) => {
            toast(t("added", { name }));
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
