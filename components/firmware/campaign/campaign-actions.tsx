"use client";

import { Ellipsis, FileText, Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { isAllowed, type OrderCampaign, type OrderName } from "./campaign-orders";
import { OrderDialog } from "./order-dialog";

/** In the order of the header; what a pause or an approval asks for stands in its own panel. */
const BUTTONS = ["Submit", "Withdraw", "Start", "Pause", "Resume"] as const;
const IN_MENU = ["RetryFailed", "Clone", "RollBack"] as const;

type Props = { readonly campaign: CampaignView; readonly send: OrderCampaign };

/** What this person may do with the campaign now; each asks before it does anything. */
export function CampaignActions({ campaign, send }: Props) {
  const t = useTranslations("campaign");
  const router = useRouter();
  const [order, setOrder] = useState<OrderName | null>(null);
  const base = `/firmware/campaigns/${campaign.id}`;
  const { actions, status } = campaign;
  // A paused campaign's decisions are in the panel that explains the pause.
  const buttons = BUTTONS.filter((name) => isAllowed(actions, name) && !(name === "Resume" && status === "Paused"));
  const inMenu = IN_MENU.filter((name) => isAllowed(actions, name));
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      {actions.edit ? <ButtonLink href={`${base}/edit/targets`}>{t("edit")}</ButtonLink> : null}
      {buttons.map((name) => (
        <Button
          key={name}
          variant={name === "Submit" || name === "Start" ? "primary" : "secondary"}
          onClick={() => setOrder(name)}
        >
          {name === "Pause" ? <Pause aria-hidden className="size-3.5" /> : null}
          {name === "Resume" || name === "Start" ? <Play aria-hidden className="size-3.5" /> : null}
          {t(`order.${name}.button`)}
        </Button>
      ))}
      {isAllowed(actions, "Abort") && status !== "Paused" ? (
        <Button variant="danger" onClick={() => setOrder("Abort")}>
          {t("order.Abort.button")}
        </Button>
      ) : null}
      {status === "Draft" ? null : (
        <ButtonLink href={`${base}/report`}>
          <FileText aria-hidden className="size-3.5" />
          {t("report.open")}
        </ButtonLink>
      )}
      <Menu
        trigger={
          <Button size="icon" aria-label={t("more")}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        {inMenu.map((name) => (
          <MenuItem key={name} onSelect={() => setOrder(name)}>
            {t(`order.${name}.button`)}
          </MenuItem>
        ))}
        {status === "Draft" ? null : (
          <MenuItem onSelect={() => router.push(`${base}/report.csv`)}>{t("report.csv")}</MenuItem>
        )}
        <MenuItem onSelect={() => router.push("/firmware")}>{t("all")}</MenuItem>
      </Menu>
      <OrderDialog campaign={campaign} order={order} send={send} onClose={() => setOrder(null)} />
    </div>
  );
}
