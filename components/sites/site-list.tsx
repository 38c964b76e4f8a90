"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { AddDialog } from "@/components/ui/add-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { SiteView } from "@/lib/domain/site-view";
import { SiteForm, type SiteValues } from "./site-form";

type Save = (values: SiteValues) => Promise<ActionResult<SiteView>>;

export function AddSite({ add }: { readonly add: Save }) {
  const t = useTranslations("sites");
  return (
    <AddDialog label={t("add")}>
      {(close) => (
        <SiteForm
          site={null}
          save={add}
          onSaved={({ name }) => {
            toast(t("added", { name }));
            close();
          }}
          onClose={close}
        />
      )}
    </AddDialog>
  );
}

type ListProps = {
  readonly sites: readonly SiteView[];
  readonly mayChange: boolean;
  readonly change: (id: number, values: SiteValues) => Promise<ActionResult<SiteView>>;
};

export function SiteList({ sites, mayChange, change }: ListProps) {
  const t = useTranslations("sites");
  const [editing, setEditing] = useState<SiteView | null>(null);
  const onClose = (): void => setEditing(null);
  return (
    <Card aria-label={t("title")}>
      {sites.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {sites.map((site) => (
            <SiteRow key={site.id} site={site} onEdit={mayChange ? () => setEditing(site) : null} />
          ))}
        </ul>
      )}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("editOne", { name: editing?.name ?? "" })}
      >
        {editing === null ? null : (
          <SiteForm
            site={editing}
            save={(values) => change(editing.id, values)}
            onSaved={({ name }) => {
              toast(t("saved", { name }));
              onClose();
            }}
            onClose={onClose}
          />
        )}
      </Dialog>
    </Card>
  );
}

function SiteRow({ site, onEdit }: { readonly site: SiteView; readonly onEdit: (() => void) | null }) {
  const t = useTranslations("sites");
  const { name, address, timeZone, stationCount } = site;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5" data-site={name}>
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{name}</span>
          <span className="text-sm text-ink-2">{t("chargers", { count: stationCount })}</span>
        </p>
        <p className="text-sm text-ink-3">
          {[address, timeZone, t(`policyShort.${site.unknownTokens}`), site.sendsCardLists ? t("cardListsOn") : null]
            .filter((fact) => fact !== null)
            .join(" · ")}
        </p>
      </div>
      {onEdit === null ? null : (
        <Button size="small" aria-label={t("editOne", { name })} onClick={onEdit}>
          {t("edit")}
        </Button>
      )}
    </li>
  );
}
