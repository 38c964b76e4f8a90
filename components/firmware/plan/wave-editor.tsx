"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { faultOf } from "@/components/form/form-fault";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { SelectField, TextAreaField, TextField } from "@/components/ui/field";
import type { WaveRule, WaveSize, WaveSpec } from "@/lib/domain/firmware/campaign-spec";
import { CheckField } from "../check-field";
import { listOf } from "../releases/release-draft";
import { DurationField } from "./duration-field";
import { NumberField } from "./number-field";

type Props = {
  readonly wave: WaveSpec;
  readonly index: number;
  readonly count: number;
  /** How many chargers that makes; null while it is not known. */
  readonly planned: number | null;
  readonly fault: ActionFault | null;
  readonly onChange: (wave: WaveSpec) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

/** One wave: how many, how it opens, and when it has passed. */
export function WaveEditor(props: Props) {
  const { wave, index, fault, onChange } = props;
  const t = useTranslations("firmware.plan.rollout");
  const at = `spec.waves.${index}`;
  const setRule = (parts: Partial<WaveRule>): void => onChange({ ...wave, rule: { ...wave.rule, ...parts } });
  return (
    <Card data-wave={index} aria-label={t("waveOf", { name: wave.name })}>
      <WaveHeader {...props} />
      <div className="grid items-start gap-4 p-4 sm:grid-cols-2 lg:grid-cols-4">
        <TextField
          label={t("name")}
          error={faultOf(fault, `${at}.name`)}
          value={wave.name}
          onChange={(event) => onChange({ ...wave, name: event.target.value })}
          maxLength={100}
        />
        <SizeFields wave={wave} at={at} fault={fault} onChange={(size) => onChange({ ...wave, size })} />
        {index === 0 ? (
          <p className="flex flex-col gap-1.5 text-sm">
            <span className="font-medium">{t("gate")}</span>
            <span className="py-2 text-ink-2">{t("gateFirst")}</span>
          </p>
        ) : (
          <SelectField
            label={t("gate")}
            value={wave.gate}
            onChange={({ target }) => onChange({ ...wave, gate: target.value === "Manual" ? "Manual" : "Auto" })}
          >
            <option value="Auto">{t("gateOf.Auto")}</option>
            <option value="Manual">{t("gateOf.Manual")}</option>
          </SelectField>
        )}
        <NumberField
          label={t("success")}
          hint={t("successHint")}
          error={faultOf(fault, `${at}.rule.success`)}
          value={wave.rule.success}
          scale={100}
          isWhole={false}
          min={0}
          max={100}
          onChange={(success) => setRule({ success: success ?? Number.NaN })}
        />
        <DurationField
          label={t("soak")}
          hint={t("soakHint")}
          error={faultOf(fault, `${at}.rule.soakSeconds`)}
          seconds={wave.rule.soakSeconds}
          onChange={(soakSeconds) => setRule({ soakSeconds })}
        />
      </div>
      <Budgets rule={wave.rule} at={at} fault={fault} setRule={setRule} />
    </Card>
  );
}

function WaveHeader({ wave, index, count, planned, onMove, onRemove }: Props) {
  const t = useTranslations("firmware.plan.rollout");
  const format = useFormatter();
  const { name } = wave;
  return (
    <header className="flex min-h-11 items-center gap-2 border-b px-4 py-1.5">
      <h2 className="min-w-0 truncate text-sm font-semibold">
        <span className="text-ink-3 tabular-nums">{index + 1}</span> {name}
      </h2>
      {planned === null ? null : (
        <span
          className={planned === 0 ? "text-sm text-warn-ink" : "text-sm text-ink-2 tabular-nums"}
          data-planned={planned}
        >
          {t("planned", { count: planned, number: format.number(planned) })}
        </span>
      )}
      <span className="ml-auto flex">
        <Button
          size="icon"
          variant="quiet"
          aria-label={t("earlier", { name })}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <ChevronUp aria-hidden className="size-4" />
        </Button>
        <Button
          size="icon"
          variant="quiet"
          aria-label={t("later", { name })}
          disabled={index === count - 1}
          onClick={() => onMove(1)}
        >
          <ChevronDown aria-hidden className="size-4" />
        </Button>
        <Button
          size="icon"
          variant="quiet"
          aria-label={t("remove", { name })}
          disabled={count === 1}
          onClick={onRemove}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </span>
    </header>
  );
}

const SIZES: Readonly<Record<WaveSize["type"], WaveSize>> = {
  Count: { type: "Count", count: 10 },
  Share: { type: "Share", share: 0.1 },
  Stations: { type: "Stations", identities: [] },
  Rest: { type: "Rest" },
};
const SIZE_TYPES = ["Count", "Share", "Stations", "Rest"] as const;

type SizeProps = {
  readonly wave: WaveSpec;
  readonly at: string;
  readonly fault: ActionFault | null;
  readonly onChange: (size: WaveSize) => void;
};

function SizeFields({ wave: { size }, at, fault, onChange }: SizeProps) {
  const t = useTranslations("firmware.plan.rollout");
  return (
    <>
      <SelectField
        label={t("size")}
        error={faultOf(fault, `${at}.size`)}
        value={size.type}
        onChange={({ target }) => onChange(SIZES[SIZE_TYPES.find((type) => type === target.value) ?? "Rest"])}
      >
        {SIZE_TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`sizeOf.${type}`)}
          </option>
        ))}
      </SelectField>
      {size.type === "Count" ? (
        <NumberField
          label={t("count")}
          error={faultOf(fault, `${at}.size.count`)}
          value={size.count}
          min={1}
          onChange={(count) => onChange({ type: "Count", count: count ?? Number.NaN })}
        />
      ) : null}
      {size.type === "Share" ? (
        <NumberField
          label={t("share")}
          error={faultOf(fault, `${at}.size.share`)}
          value={size.share}
          scale={100}
          isWhole={false}
          min={0}
          max={100}
          onChange={(share) => onChange({ type: "Share", share: share ?? Number.NaN })}
        />
      ) : null}
      {size.type === "Stations" ? <NamedStations identities={size.identities} {...{ at, fault, onChange }} /> : null}
      {size.type === "Rest" ? <span className="max-lg:hidden" /> : null}
    </>
  );
}

function NamedStations({
  identities,
  at,
  fault,
  onChange,
}: Omit<SizeProps, "wave"> & { readonly identities: readonly string[] }) {
  const t = useTranslations("firmware.plan.rollout");
  const [text, setText] = useState(identities.join("\n"));
  return (
    <TextAreaField
      label={t("identities")}
      error={faultOf(fault, `${at}.size.identities`)}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange({ type: "Stations", identities: listOf(target.value) });
      }}
      rows={3}
      spellCheck={false}
      isCode
    />
  );
}

type BudgetProps = {
  readonly rule: WaveRule;
  readonly at: string;
  readonly fault: ActionFault | null;
  readonly setRule: (parts: Partial<WaveRule>) => void;
};

/** What stops the campaign while the wave runs. In one sentence; the figures behind it unfold. */
function Budgets({ rule, at, fault, setRule }: BudgetProps) {
  const t = useTranslations("firmware.plan.rollout");
  const format = useFormatter();
  const isWrong = fault?.field?.startsWith(`${at}.rule.`) === true && !/success$|soakSeconds$/.test(fault.field);
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      open={isOpen || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group border-t"
    >
      <summary className="flex min-h-11 items-center gap-2 px-4 py-2 text-sm text-ink-2 hover:text-ink">
        <ChevronDown aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-180" />
        <span>
          {t("budget", {
            failures: rule.failuresMax,
            lost: rule.lostMax,
            rate: rule.failureRateMax === null ? "none" : "some",
            share: format.number(rule.failureRateMax ?? 0, { style: "percent", maximumFractionDigits: 1 }),
          })}
        </span>
      </summary>
      <div className="grid items-start gap-4 px-4 pb-4 sm:grid-cols-2 lg:grid-cols-4">
        <NumberField
          label={t("failuresMax")}
          hint={t("failuresMaxHint")}
          error={faultOf(fault, `${at}.rule.failuresMax`)}
          value={rule.failuresMax}
          min={0}
          onChange={(value) => setRule({ failuresMax: value ?? Number.NaN })}
        />
        <NumberField
          label={t("failureRateMax")}
          hint={t("failureRateMaxHint")}
          error={faultOf(fault, `${at}.rule.failureRateMax`)}
          value={rule.failureRateMax}
          scale={100}
          isWhole={false}
          min={0}
          max={100}
          onChange={(failureRateMax) => setRule({ failureRateMax })}
        />
        <NumberField
          label={t("decidedMin")}
          hint={t("decidedMinHint")}
          error={faultOf(fault, `${at}.rule.decidedMin`)}
          value={rule.decidedMin}
          min={1}
          onChange={(value) => setRule({ decidedMin: value ?? Number.NaN })}
        />
        <NumberField
          label={t("lostMax")}
          hint={t("lostMaxHint")}
          error={faultOf(fault, `${at}.rule.lostMax`)}
          value={rule.lostMax}
          min={0}
          onChange={(value) => setRule({ lostMax: value ?? Number.NaN })}
        />
        <div className="sm:col-span-2 lg:col-span-4">
          <CheckField
            label={t("comparesSoak")}
            hint={t("comparesSoakHint")}
            isOn={rule.comparesSoak}
            onChange={(comparesSoak) => setRule({ comparesSoak })}
          />
        </div>
      </div>
    </details>
  );
}
