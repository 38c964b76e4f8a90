import { z } from "zod";
import { LANGUAGES, type Language } from "@/lib/i18n/locale";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { parseInput } from "@/lib/services/parse-input";

/** Keeps the language the asking operator reads the console in; every role may choose its own. Safe to repeat. */
export async function chooseLanguage(ctx: ServiceContext, input: Language): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "operator") throw new ServiceError("Forbidden", "Only operators have a language.");
  const language = parseInput(z.enum(LANGUAGES), input);
  await inTransaction(ctx, async ({ tx, audit }) => {
    const { count } = await tx.operator.updateMany({
      where: { id: actor.id, OR: [{ language: null }, { language: { not: language } }] },
      data: { language },
    });
    if (count > 0) await audit("ChooseLanguage", `operator:${actor.id}`, { language });
  });
}
