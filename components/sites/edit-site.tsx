"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { SiteView } from "@/lib/domain/site-view";
import type { SiteValues } from "./site-draft";
import { SiteForm } from "./site-form";

type Props = {
  readonly site: SiteView;
  readonly change: (id: number, values: SiteValues) => Promise<ActionResult<SiteView>>;
};

export function EditSite({ site, change }: Props) {
  const t = useTranslations("sites");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)} aria-label={t("editOne", { name: site.name })}>
        {t("edit")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("editOne", { name: site.name })}>
        <SiteForm
          site={site}
          save={(values) => change(site.id, values)}
          onSaved={({ name }) => {
            toast(t("saved", { name }));
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}
