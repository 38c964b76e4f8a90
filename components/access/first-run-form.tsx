"use client";

import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

type Props = {
  readonly createAdministrator: (before: ActionFault | null, form: FormData) => Promise<ActionFault>;
  readonly passwordCharactersMin: number;
};

/** What was typed stays when something is wrong with it: React empties a form after its action. */
export function FirstRunForm({ createAdministrator, passwordCharactersMin }: Props) {
  const t = useTranslations("firstRun");
  const [fault, submit, isPending] = useActionState(createAdministrator, null);
  const [typed, setTyped] = useState({ code: "", name: "", email: "", password: "" });
  const field = (name: keyof typeof typed) => ({
    name,
    value: typed[name],
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setTyped({ ...typed, [name]: event.target.value }),
    error: faultOf(fault, name),
    required: true,
  });
  return (
    <form action={submit} className="flex flex-col gap-4">
      <div>
        <h1 className="text-lg font-semibold">{t("title")}</h1>
        <p className="mt-1 text-ink-2">{t("intro")}</p>
      </div>
      <FormFault fault={faultBesides(fault, "code", "name", "email", "password")} />
      <TextField
        label={t("code")}
        hint={t("codeHint")}
        autoComplete="one-time-code"
        autoFocus
        isCode
        {...field("code")}
      />
      <TextField label={t("name")} autoComplete="name" {...field("name")} />
      <TextField label={t("email")} type="email" autoComplete="username" {...field("email")} />
      <TextField
        label={t("password")}
        hint={t("passwordHint", { count: passwordCharactersMin })}
        type="password"
        autoComplete="new-password"
        minLength={passwordCharactersMin}
        {...field("password")}
      />
      <Button type="submit" variant="primary" size="large" disabled={isPending}>
        {isPending ? t("working") : t("submit")}
      </Button>
    </form>
  );
}
