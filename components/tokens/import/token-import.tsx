"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { TokenImportDone, TokenImportPreview } from "@/lib/domain/token-import";
import { ChooseList } from "./choose-list";
import { ImportPreview } from "./import-preview";

type Take = { readonly csv: string; readonly planHash: string; readonly leavesOutErrors: boolean };

type Props = {
  readonly preview: (csv: string) => Promise<ActionResult<TokenImportPreview>>;
  readonly take: (given: Take) => Promise<ActionResult<TokenImportDone>>;
};

type Step =
  | { readonly name: "Choose" }
  | { readonly name: "Look"; readonly csv: string; readonly preview: TokenImportPreview }
  | { readonly name: "Done"; readonly done: TokenImportDone };

/** A list is chosen, looked at, and only then taken over: what is taken is what was seen. */
export function TokenImport({ preview, take }: Props) {
  const [step, setStep] = useState<Step>({ name: "Choose" });
  const { run, fault, isPending } = useAction();
  const look = (csv: string): void =>
    run(
      () => preview(csv),
      (seen) => setStep({ name: "Look", csv, preview: seen }),
    );
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <FormFault fault={fault} />
      {step.name === "Choose" ? <ChooseList isPending={isPending} look={look} /> : null}
      {step.name === "Look" ? (
        <ImportPreview
          preview={step.preview}
          isPending={isPending}
          isOutdated={fault?.code === "Conflict"}
          lookAgain={() => look(step.csv)}
          goBack={() => setStep({ name: "Choose" })}
          take={(leavesOutErrors) =>
            run(
              () => take({ csv: step.csv, planHash: step.preview.planHash, leavesOutErrors }),
              (done) => setStep({ name: "Done", done }),
            )
          }
        />
      ) : null}
      {step.name === "Done" ? <Done done={step.done} /> : null}
    </div>
  );
}

function Done({ done }: { readonly done: TokenImportDone }) {
  const t = useTranslations("tokenImport");
  return (
    <Card className="flex flex-col gap-3 p-4" aria-live="polite">
      <h2 className="text-md font-semibold">{t("done", done)}</h2>
      {done.leftOut > 0 ? <p className="text-ink-2">{t("leftOut", { count: done.leftOut })}</p> : null}
      <p>
        <ButtonLink href="/tokens" variant="primary">
          {t("toCards")}
        </ButtonLink>
      </p>
    </Card>
  );
}
