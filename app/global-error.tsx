"use client";

/** The layout itself failed, so there are neither messages nor styles to lean on. */
export default function GlobalErrorPage({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "4rem", textAlign: "center" }}>
        <h1 style={{ fontSize: "1.25rem" }}>Kituo could not show this page</h1>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
