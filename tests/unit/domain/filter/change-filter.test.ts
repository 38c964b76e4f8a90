import { describe, expect, test } from "vitest";
import {
  tidyFilter,
  valuesOf,
  withoutField,
  withoutTerm,
  withTerms,
  withValueToggled,
} from "@/lib/domain/filter/change-filter";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import { readTyping } from "@/lib/domain/filter/typed-filter";

describe("a filter is changed term by term", () => {
  test("a term is dropped, and what is told again is not added again", () => {
    expect(withoutTerm('site:"Nairobi West" -tag:test gate', 1)).toBe('site:"Nairobi West" gate');
    expect(withTerms("tag:a gate", 'tag:a  site:"X Y"')).toBe('tag:a gate site:"X Y"');
    expect(withTerms("", "  ")).toBe("");
  });

  test("a facet adds its value, takes it away, and leaves what is turned round alone", () => {
    expect(withValueToggled("gate", "status", "fault")).toBe("gate status:fault");
    expect(withValueToggled("status:fault gate", "status", "offline")).toBe("status:fault,offline gate");
    expect(withValueToggled("status:Fault,offline gate", "status", "fault")).toBe("status:offline gate");
    expect(withValueToggled("status:fault gate", "status", "fault")).toBe("gate");
    expect(withValueToggled("-status:fault", "status", "fault")).toBe("-status:fault status:fault");
  });

  test("the values of a field are told in lower case; none of a term that is turned round", () => {
    expect([...valuesOf("status:Fault,offline -status:charging", "status")]).toEqual(["fault", "offline"]);
    expect(withoutField("status:fault gate -status:offline", "status")).toBe("gate");
  });

  test("spelt otherwise it is the same filter", () => {
    expect(tidyFilter('  status:fault   "gate" ')).toBe("status:fault gate");
  });
});

describe("what is being typed", () => {
  const read = (text: string) => readTyping(text, CHARGER_FIELDS);

  test("a word may become a field", () => {
    const typing = read("gate -si");
    expect(typing).toMatchObject({ type: "Word", head: "gate -", word: "si" });
    expect(typing.type === "Word" && typing.fields.map(({ name }) => name)).toEqual(["site"]);
  });

  test("after the colon it is a value, and after a comma the next one", () => {
    expect(read("site:")).toMatchObject({ type: "Value", head: "site:", value: "", field: { name: "site" } });
    expect(read('a site:"Nairobi We')).toMatchObject({ type: "Value", head: "a site:", value: "Nairobi We" });
    expect(read("status:fault,off")).toMatchObject({ type: "Value", head: "status:fault,", value: "off" });
    expect(read("firmware:2")).toMatchObject({ type: "Value", field: { name: "fw" } });
  });

  test("of a field that is not there, and behind a space, nothing is known", () => {
    expect([read("colour:r").type, read("gate ").type, read("").type]).toEqual(["Nothing", "Nothing", "Nothing"]);
  });

  test("letters outside the usual plane do not shift the place", () => {
    expect(read("😀😀 site:a")).toMatchObject({ type: "Value", head: "😀😀 site:", value: "a" });
  });
});
