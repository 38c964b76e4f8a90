"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { AddDialog } from "@/components/ui/add-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { AlertDeliveryView, AlertRouteView, RouteChannel } from "@/lib/domain/alerts/alert-view";
import { DeliveryState } from "./delivery-state";
import type { RouteValues } from "./route-draft";
import { type Created, RouteForm } from "./route-form";
import { RouteSecret } from "./route-secret";

export type RouteActions = {
  readonly add: (channel: RouteChannel, values: RouteValues) => Promise<ActionResult<Created>>;
  readonly change: (id: number, values: Partial<RouteValues>) => Promise<ActionResult<AlertRouteView>>;
  readonly remove: (id: number) => Promise<ActionResult<null>>;
  readonly test: (id: number) => Promise<ActionResult<AlertDeliveryView>>;
  readonly renewSecret: (id: number) => Promise<ActionResult<{ readonly secret: string }>>;
};

export function AddRoute({ add }: Pick<RouteActions, "add">) {
  const t = useTranslations("alertRoutes");
  return <AddDialog label={t("add")}>{(close) => <AddForm add={add} onClose={close} />}</AddDialog>;
}

/** A webhook's secret is shown once; an e-mail has none. */
function AddForm({ add, onClose }: Pick<RouteActions, "add"> & { readonly onClose: () => void }) {
  const t = useTranslations("alertRoutes");
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <RouteSecret secret={secret} onDone={onClose} />;
  return (
    <RouteForm
      route={null}
      save={add}
      onSaved={(made) => {
        toast(t("added", { name: made.name }));
        if (made.secret === null) onClose();
        else setSecret(made.secret);
      }}
      onClose={onClose}
    />
  );
}

type Asked = { readonly to: "edit" | "remove" | "secret"; readonly route: AlertRouteView };
type ListProps = { readonly routes: readonly AlertRouteView[]; readonly actions: Omit<RouteActions, "add"> };

/** Whom alerts are told to, and what became of the last message. */
export function RouteList({ routes, actions }: ListProps) {
  const t = useTranslations("alertRoutes");
  const [asked, setAsked] = useState<Asked | null>(null);
  const titles = { edit: "editOne", remove: "removeTitle", secret: "secretTitle" } as const;
  return (
    <Card aria-label={t("title")}>
      {routes.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {routes.map((route) => (
            <RouteRow key={route.id} route={route} actions={actions} onAsk={setAsked} />
          ))}
        </ul>
      )}
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : setAsked(null))}
        title={asked === null ? "" : t(titles[asked.to], { name: asked.route.name })}
        description={asked === null || asked.to === "edit" ? undefined : t(`${asked.to}Text`)}
      >
        {asked === null ? null : <AskedForm asked={asked} actions={actions} onClose={() => setAsked(null)} />}
      </Dialog>
    </Card>
  );
}

type AskedProps = {
  readonly asked: Asked;
  readonly actions: ListProps["actions"];
  readonly onClose: () => void;
};

function AskedForm({ asked: { to, route }, actions, onClose }: AskedProps) {
  const t = useTranslations("alertRoutes");
  const { run, fault, isPending } = useAction();
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <RouteSecret secret={secret} onDone={onClose} />;
  if (to === "edit") {
    return (
      <RouteForm
        route={route}
        save={async (_, values) => {
          const saved = await actions.change(route.id, values);
          return saved.ok ? { ok: true, value: { ...saved.value, secret: null } } : saved;
        }}
        onSaved={({ name }) => {
          toast(t("saved", { name }));
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  const go = (): void =>
    to === "remove"
      ? run(() => actions.remove(route.id), onClose)
      : run(
          () => actions.renewSecret(route.id),
          (made) => setSecret(made.secret),
        );
  return (
    <div className="flex flex-col gap-3">
      <FormFault fault={fault} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={go}>
          {t(to)}
        </Button>
      </div>
    </div>
  );
}

type RowProps = {
  readonly route: AlertRouteView;
  readonly actions: ListProps["actions"];
  readonly onAsk: (asked: Asked) => void;
};

function RouteRow({ route, actions, onAsk }: RowProps) {
  const t = useTranslations("alertRoutes");
  const alerts = useTranslations("alerts");
  const { run, isPending } = useAction();
  const { name, channel, target, severity, kinds, isOn, lastDelivery } = route;
  const wants = [
    t("from", { severity: alerts(`severity.${severity}`) }),
    kinds.length === 0 ? t("allKinds") : kinds.map((kind) => alerts(`kind.${kind}`)).join(", "),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3" data-route={name}>
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className={isOn ? "font-medium" : "font-medium text-ink-3"}>{name}</span>
          <span className="text-sm text-ink-2">{t(`channel.${channel}`)}</span>
          {isOn ? null : <span className="text-sm text-ink-3">{t("off")}</span>}
        </p>
        <p className="font-mono text-xs wrap-anywhere text-ink-2">{target}</p>
        <p className="text-sm text-ink-2">{wants.join(" · ")}</p>
        {lastDelivery === null ? null : <DeliveryState delivery={lastDelivery} />}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={isPending}
          aria-label={t("testOne", { name })}
          onClick={() =>
            run(
              () => actions.test(route.id),
              () => toast(t("testSent", { name })),
            )
          }
        >
          {t("test")}
        </Button>
        {channel === "Webhook" ? (
          <Button size="small" aria-label={t("secretOne", { name })} onClick={() => onAsk({ to: "secret", route })}>
            {t("secret")}
          </Button>
        ) : null}
        <Button size="small" aria-label={t("editOne", { name })} onClick={() => onAsk({ to: "edit", route })}>
          {t("edit")}
        </Button>
        <Button
          size="small"
          variant="danger"
          aria-label={t("removeOne", { name })}
          onClick={() => onAsk({ to: "remove", route })}
        >
          {t("remove")}
        </Button>
      </div>
    </li>
  );
}
