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
import { type AlertKind, isOfServer } from "@/lib/domain/alerts/alert-rule";
import type { AlertRuleView } from "@/lib/domain/alerts/alert-view";
import { SeverityChip } from "./alert-chips";
import type { RuleValues } from "./rule-draft";
import { RuleForm, type SiteChoice } from "./rule-form";
import { useRuleText } from "./rule-text";

export type RuleActions = {
  readonly add: (kind: AlertKind, values: RuleValues) => Promise<ActionResult<AlertRuleView>>;
  readonly change: (id: number, values: Partial<RuleValues>) => Promise<ActionResult<AlertRuleView>>;
  readonly remove: (id: number) => Promise<ActionResult<null>>;
};

export function AddRule({ add, sites }: Pick<RuleActions, "add"> & { readonly sites: readonly SiteChoice[] }) {
  const t = useTranslations("alertRules");
  return (
    <AddDialog label={t("add")}>
      {(close) => (
        <RuleForm
          rule={null}
          sites={sites}
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
  readonly rules: readonly AlertRuleView[];
  readonly sites: readonly SiteChoice[];
  /** Null for those who only look. */
  readonly actions: Pick<RuleActions, "change" | "remove"> | null;
};

type Asked = { readonly to: "edit" | "remove"; readonly rule: AlertRuleView };

/** What is watched for: on or off, how bad it is, and from when on it counts. */
export function RuleList({ rules, sites, actions }: ListProps) {
  const t = useTranslations("alertRules");
  const [asked, setAsked] = useState<Asked | null>(null);
  const onClose = (): void => setAsked(null);
  return (
    <Card aria-label={t("title")}>
      {rules.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
      ) : (
        <ul className="divide-y">
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} sites={sites} actions={actions} onAsk={setAsked} />
          ))}
        </ul>
      )}
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={asked === null ? "" : t(asked.to === "edit" ? "editOne" : "removeTitle", { name: asked.rule.name })}
        description={asked?.to === "remove" ? t("removeText", { open: asked.rule.open }) : undefined}
      >
        {asked === null || actions === null ? null : asked.to === "edit" ? (
          <RuleForm
            rule={asked.rule}
            sites={sites}
            save={(_, values) => actions.change(asked.rule.id, values)}
            onSaved={({ name }) => {
              toast(t("saved", { name }));
              onClose();
            }}
            onClose={onClose}
          />
        ) : (
          <RemoveForm remove={() => actions.remove(asked.rule.id)} onClose={onClose} />
        )}
      </Dialog>
    </Card>
  );
}

type RowProps = Omit<ListProps, "rules"> & { readonly rule: AlertRuleView; readonly onAsk: (asked: Asked) => void };

function RuleRow({ rule, sites, actions, onAsk }: RowProps) {
  const t = useTranslations("alertRules");
  const alerts = useTranslations("alerts");
  const ruleText = useRuleText();
  const { run, isPending } = useAction();
  const where = [
    ...sites.filter(({ id }) => rule.scope.siteIds.includes(id)).map(({ name }) => name),
    ...rule.scope.tags.map((tag) => `#${tag}`),
  ];
  const kind = alerts(`kind.${rule.kind}`);
  const facts = [
    kind === rule.name ? null : kind,
    ruleText(rule),
    isOfServer(rule.kind) ? t("server") : where.length === 0 ? t("allChargers") : where.join(", "),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3" data-rule={rule.name}>
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <span className={rule.isOn ? "font-medium" : "font-medium text-ink-3"}>{rule.name}</span>
          <SeverityChip severity={rule.severity} />
          {rule.isOn ? null : <span className="text-sm text-ink-3">{t("off")}</span>}
          {rule.open === 0 ? null : <span className="text-sm text-ink-2">{t("open", { count: rule.open })}</span>}
        </p>
        <p className="text-sm text-ink-2">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      </div>
      {actions === null ? null : (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            disabled={isPending}
            aria-label={t(rule.isOn ? "turnOffOne" : "turnOnOne", { name: rule.name })}
            onClick={() =>
              run(
                () => actions.change(rule.id, { isOn: !rule.isOn }),
                () => toast(t("saved", { name: rule.name })),
              )
            }
          >
            {t(rule.isOn ? "turnOff" : "turnOn")}
          </Button>
          <Button
            size="small"
            aria-label={t("editOne", { name: rule.name })}
            onClick={() => onAsk({ to: "edit", rule })}
          >
            {t("edit")}
          </Button>
          <Button
            size="small"
            variant="danger"
            aria-label={t("removeOne", { name: rule.name })}
            onClick={() => onAsk({ to: "remove", rule })}
          >
            {t("remove")}
          </Button>
        </div>
      )}
    </li>
  );
}

type RemoveProps = { readonly remove: () => Promise<ActionResult<null>>; readonly onClose: () => void };

function RemoveForm({ remove, onClose }: RemoveProps) {
  const t = useTranslations("alertRules");
  const { run, fault, isPending } = useAction();
  return (
    <div className="flex flex-col gap-3">
      <FormFault fault={fault} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("cancel")}</Button>
        <Button variant="danger" disabled={isPending} onClick={() => run(remove, onClose)}>
          {t("remove")}
        </Button>
      </div>
    </div>
  );
}
