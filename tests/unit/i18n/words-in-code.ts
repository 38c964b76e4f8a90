import ts from "typescript";
import { nodesOf, placeOf } from "./sources";

/** What a person reads or hears of an element. */
const READ_ATTRIBUTES =
  /^(aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label|hint|heading|description|unit|caption|summary|text)$/;

/** A name, and units that are the same in every language. */
const NEEDS_NO_TRANSLATION = /^(Kituo|[kMG]?W(h)?|[kMG]?B|[KMG]iB|A|V|ms|s|Hz|SoC|OCPP|JSON|CSV|SHA-256|PEM|EVSE)$/;

/** "Save the card": a sentence in code that is no address, class or key. */
const SENTENCE = /^\p{Lu}\p{Ll}+ (\S+ )*\p{Ll}{2,}/u;

/** Words in a source file that stand in no catalogue: "components/a.tsx:3: Save". */
export function wordsIn(source: ts.SourceFile): readonly string[] {
  const found = [...nodesOf(source)].flatMap((node) =>
    textsOf(node).flatMap((text) => {
      const words = text.split(/[\s·:,()/—–-]+/).filter((word) => /\p{L}/u.test(word));
      return words.every((word) => NEEDS_NO_TRANSLATION.test(word)) ? [] : [`${placeOf(node)}: ${text.trim()}`];
    }),
  );
  return [...new Set(found)];
}

const textsOf = (node: ts.Node): readonly string[] => [...textsOfElements(node), ...textsOfCode(node)];

function textsOfElements(node: ts.Node): readonly string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxExpression(node)) return ts.isJsxAttribute(node.parent) ? [] : shownTexts(node.expression);
  if (ts.isJsxAttribute(node)) return READ_ATTRIBUTES.test(node.name.getText()) ? shownTexts(node.initializer) : [];
  return [];
}

function textsOfCode(node: ts.Node): readonly string[] {
  if (ts.isPropertyAssignment(node))
    return READ_ATTRIBUTES.test(node.name.getText()) ? sentences(node.initializer) : [];
  if (ts.isCallExpression(node))
    return /^toast\b/.test(node.expression.getText()) ? node.arguments.flatMap(shownTexts) : [];
  return ts.isStringLiteral(node) && !isThrown(node) ? sentences(node) : [];
}

/** What an expression may come out as, as far as it stands there. */
function shownTexts(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...shownTexts(node.whenTrue), ...shownTexts(node.whenFalse)];
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return shownTexts(node.expression);
  if (ts.isBinaryExpression(node))
    return [...shownTexts(node.left), ...shownTexts(node.right)].filter((text) => !isComparedWith(node, text));
  return [];
}

function isComparedWith(node: ts.BinaryExpression, text: string): boolean {
  const isComparison = /^[!=]==?$/.test(node.operatorToken.getText());
  return isComparison && [node.left, node.right].some((side) => ts.isStringLiteralLike(side) && side.text === text);
}

const sentences = (node: ts.Node): readonly string[] => shownTexts(node).filter((text) => SENTENCE.test(text));

/** An error of ours is for the log; the page says only that it failed. */
function isThrown(node: ts.Node): boolean {
  for (let above: ts.Node = node; above.parent !== undefined; above = above.parent) {
    if (ts.isThrowStatement(above) || ts.isImportDeclaration(above)) return true;
  }
  return false;
}
