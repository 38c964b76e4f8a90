import type { ReactNode } from "react";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** JSON, indented and with quiet colours. Text that is no JSON is shown as it came. */
export function JsonText({ text }: { readonly text: string }) {
  return (
    <pre className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
      {coloured(indented(text))}
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function coloured(text: string): readonly ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    parts.push(text.slice(from, match.index));
    const tone = string === undefined ? "text-energy-ink" : colon === undefined ? "text-ready-ink" : "text-ink-2";
    parts.push(
      <span key={match.index} className={tone}>
        {whole}
      </span>,
    );
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}
