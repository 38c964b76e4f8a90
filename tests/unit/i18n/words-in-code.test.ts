import { expect, test } from "vitest";
import { consoleFiles, parse } from "./sources";
import { wordsIn } from "./words-in-code";

test("every word of the console stands in the catalogues", () => {
  const files = consoleFiles();
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((file) => wordsIn(parse(file)))).toEqual([]);
});

test("words are found wherever a person would read or hear them, and units and names are not", () => {
  const found = wordsIn(
    parse(
      "page.tsx",
      `const columns = [{ key: "id", label: "Card number" }];
       const page = <main title="Chargers" className="flex items-center" data-key="some key">
         Kituo
         <p>{isOn ? "On" : t("off")} {\`\${power} kW\`} {state === "Offline" && t("offline")}</p>
         <input placeholder={isNew ? t("new") : "Search"} aria-label={t("search")} type="text" />
         <button onClick={() => toast.error("It failed")}>Save</button>
       </main>;`,
    ),
  );
  expect(found.map((finding) => finding.replace(/^page\.tsx:\d+: /, ""))).toEqual([
    "Card number",
    "Chargers",
    "On",
    "Search",
    "It failed",
    "Save",
  ]);
});
