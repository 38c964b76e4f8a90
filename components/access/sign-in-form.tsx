"use client";

import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { FormFault } from "@/components/form/form-fault";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

type Props = {
  readonly signIn: (before: ActionFault | null, form: FormData) => Promise<ActionFault>;
  /** The page the operator wanted. */
  readonly next: string;
};

export function SignInForm({ signIn, next }: Props) {
  const t = useTranslations("signIn");
  const [fault, submit, isPending] = useActionState(signIn, null);
  const [email, setEmail] = useState("");
  return (
    <form action={submit} className="flex flex-col gap-4">
      <h1 className="text-lg font-semibold">{t("title")}</h1>
      <FormFault fault={fault} />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        required
        autoFocus
      />
      <TextField label={t("password")} name="password" type="password" autoComplete="current-password" required />
      <input type="hidden" name="next" value={next} />
      <Button type="submit" variant="primary" size="large" disabled={isPending}>
        {isPending ? t("working") : t("submit")}
      </Button>
    </form>
  );
}
