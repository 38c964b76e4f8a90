"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { CommandView } from "@/lib/domain/command-view";
import type { StationDetail } from "@/lib/domain/station-view";
import { CertificatesPanel } from "./certificates-panel";
import { useMayManage } from "./commands-context";
import { FirmwareForm } from "./firmware-form";
import { ClearCacheForm, RawForm, TriggerForm, VendorForm } from "./more-forms";

const ENTRIES = ["trigger", "clearCache", "vendor", "firmware", "certificates", "raw"] as const;
type Entry = (typeof ENTRIES)[number];
const MANAGING: ReadonlySet<Entry> = new Set<Entry>(["firmware", "certificates", "raw"]);

type Props = {
  readonly station: StationDetail;
  readonly commands: readonly CommandView[];
  readonly isConnected: boolean;
};

/** What is asked of a charger less often. */
export function MoreMenu({ station, commands, isConnected }: Props) {
  const t = useTranslations("more");
  const mayManage = useMayManage();
  const [asked, setAsked] = useState<Entry | null>(null);
  const onClose = (): void => setAsked(null);
  const common = { identity: station.identity, isConnected, onClose };
  const item = (entry: Entry) => (
    <MenuItem key={entry} onSelect={() => setAsked(entry)}>
      {t(`${entry}.title`)}
    </MenuItem>
  );
  return (
    <>
      <Menu
        trigger={
          <Button aria-label={t("name")}>
            <Ellipsis aria-hidden className="size-3.5" />
            {t("label")}
          </Button>
        }
      >
        {ENTRIES.filter((entry) => !MANAGING.has(entry)).map(item)}
        {mayManage ? <MenuSeparator /> : null}
        {mayManage ? ENTRIES.filter((entry) => MANAGING.has(entry)).map(item) : null}
      </Menu>
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={asked === null ? "" : t(`${asked}.title`)}
        description={asked === null ? undefined : t(`${asked}.hint`)}
      >
        {asked === null ? null : <Asked entry={asked} {...common} station={station} commands={commands} />}
      </Dialog>
    </>
  );
}

type AskedProps = Props & { readonly entry: Entry; readonly identity: string; readonly onClose: () => void };

function Asked({ entry, station, commands, ...common }: AskedProps) {
  switch (entry) {
    case "trigger":
      return <TriggerForm {...common} station={station} />;
    case "clearCache":
      return <ClearCacheForm {...common} />;
    case "vendor":
      return <VendorForm {...common} />;
    case "firmware":
      return <FirmwareForm {...common} />;
    case "raw":
      return <RawForm {...common} ocppVersion={station.ocppVersion} />;
    case "certificates":
      return <CertificatesPanel {...common} commands={commands} />;
  }
}
