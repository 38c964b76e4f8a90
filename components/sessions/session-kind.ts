import type { ListKind } from "@/components/lists/list-address";
import { SESSION_SORTS } from "@/lib/domain/filter/list-sorts";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { readFilter } from "@/lib/domain/filter/read-filter";
import { SESSION_FIELDS } from "@/lib/domain/filter/session-fields";
import { SESSION_COLUMNS } from "@/lib/domain/list-columns";
import { SESSION_PROBLEMS, type SessionProblem } from "@/lib/domain/session-problem";

/** The list of sessions, as its address tells it: by itself it shows the live ones. */
export const SESSION_KIND: ListKind = {
  catalog: SESSION_FIELDS,
  sorts: SESSION_SORTS,
  sort: "-started",
  filter: "state:live",
  columns: SESSION_COLUMNS,
};

type Subject = SessionProblem | "live" | "ended";

/** What a filter of sessions is about, for which there are words of their own. */
export function subjectOf(filter: string): Subject | null {
  const { conditions } = readFilter(parseFilter(filter), SESSION_FIELDS, new Date(0));
  const subjects = conditions.flatMap((condition) => {
    if (condition.type !== "Field" || condition.isNegated || condition.matches.length !== 1) return [];
    return condition.matches.flatMap((match) =>
      match.type === "Word" ? subjectOfWord(condition.field, match.word) : [],
    );
  });
  return subjects[0] ?? null;
}

function subjectOfWord(field: string, word: string): readonly Subject[] {
  if (field === "problem") return SESSION_PROBLEMS.filter((problem) => problem === word);
  if (field === "state") return [word === "ended" ? "ended" : "live"];
  return [];
}
