import { useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import { Cell, HeaderCell, NUMBER, Table } from "@/components/ui/table";
import type { RowError } from "@/lib/domain/token-import";

type Props = { readonly errors: readonly RowError[]; readonly total: number };

/** Which rows cannot be read, and why: with the line a spreadsheet shows. */
export function RowErrors({ errors, total }: Props) {
  const t = useTranslations("tokenImport");
  return (
    <Card>
      <CardHeader title={t("errorsTitle", { count: errors.length, total })} />
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={t("counts.errors")}>
        <Table>
          <thead>
            <tr>
              <HeaderCell className={NUMBER}>{t("line")}</HeaderCell>
              <HeaderCell>{t("column")}</HeaderCell>
              <HeaderCell>{t("found")}</HeaderCell>
              <HeaderCell>{t("problem")}</HeaderCell>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ line, column, found, problem }) => (
              <tr key={`${line} ${column ?? ""}`}>
                <Cell className={`${NUMBER} text-ink-3`}>{line}</Cell>
                <Cell className="font-mono text-xs">{column ?? "–"}</Cell>
                <Cell className="font-mono text-xs">{found === "" ? "–" : found}</Cell>
                <Cell>
                  {problem === "Unreadable" && column !== null ? t(`columns.${column}`) : t(`problems.${problem}`)}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}
