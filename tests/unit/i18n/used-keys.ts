import path from "node:path";
import ts from "typescript";
import { consoleFiles, nodesOf, parse, placeOf, ROOT } from "./sources";

/** What the console asks the catalogues for: single messages, and whole parts that it looks words up in. */
export type Used = {
  readonly keys: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  /** Calls whose key the types do not tell, by their place. */
  readonly untold: readonly string[];
};

/**
 * Asks the type checker which keys each `t(…)` can be called with: a template such as `state.${phase}` has a type that
 * lists them. The namespace is the text `useTranslations` or `getTranslations` was called with where `t` comes from.
 */
export function usedKeys(): Used {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ["x.ts"] }, ts.sys, ROOT);
  const files = consoleFiles().map((file) => path.join(ROOT, file));
  const program = ts.createProgram([...files, path.join(ROOT, "lib/i18n/messages.d.ts")], {
    ...options,
    incremental: false,
  });
  const checker = program.getTypeChecker();
  const found = { keys: new Set<string>(), parts: new Set<string>(), untold: [] as string[] };
  for (const file of files) {
    const source = program.getSourceFile(file);
    for (const node of source === undefined ? [] : nodesOf(source)) {
      if (ts.isCallExpression(node)) addCall(checker, node, found);
      if (ts.isPropertyAccessExpression(node)) addPart(checker, node, found);
    }
  }
  return found;
}

type Found = { readonly keys: Set<string>; readonly parts: Set<string>; readonly untold: string[] };

function addCall(checker: ts.TypeChecker, call: ts.CallExpression, { keys, untold }: Found): void {
  const callee =
    ts.isPropertyAccessExpression(call.expression) && /^(rich|markup|raw)$/.test(call.expression.name.text)
      ? call.expression.expression
      : call.expression;
  const namespace = namespaceOf(checker, callee);
  const [key] = call.arguments;
  if (namespace === null || key === undefined) return;
  const type = checker.getTypeAtLocation(key);
  const told = (type.isUnion() ? type.types : [type]).map((one) => (one.isStringLiteral() ? one.value : null));
  if (told.includes(null)) untold.push(`${placeOf(call)}: ${call.getText()}`);
  for (const one of told) if (one !== null) keys.add(`${namespace}.${one}`);
}

/** The text in `useTranslations("text")` that an expression comes from; null = it is no translator. */
function namespaceOf(checker: ts.TypeChecker, node: ts.Expression): string | null {
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) return namespaceOf(checker, node.expression);
  if (ts.isCallExpression(node)) return namespaceMade(node);
  const declaration = declarationOf(checker, node);
  if (declaration === null) return null;
  const made = initializerOf(declaration);
  if (made !== null) return namespaceOf(checker, made);
  return ts.isParameter(declaration) ? namespaceOfParameter(declaration) : null;
}

function namespaceMade(call: ts.CallExpression): string | null {
  const [namespace] = call.arguments;
  const makes = /^(use|get)Translations$/.test(call.expression.getText());
  return makes && namespace !== undefined && ts.isStringLiteral(namespace) ? namespace.text : null;
}

const namespaceOfParameter = ({ type }: ts.ParameterDeclaration): string | null =>
  /(?:use|get)Translations<"([^"]+)">/.exec(type?.getText() ?? "")?.[1] ?? null;

const declarationOf = (checker: ts.TypeChecker, node: ts.Expression): ts.Declaration | null =>
  ts.isIdentifier(node) ? (checker.getSymbolAtLocation(node)?.valueDeclaration ?? null) : null;

const initializerOf = (declaration: ts.Declaration): ts.Expression | null =>
  ts.isVariableDeclaration(declaration) ? (declaration.initializer ?? null) : null;

/** `useMessages().campaign.evidence`: words looked up by a name that is told from elsewhere. */
function addPart(checker: ts.TypeChecker, node: ts.PropertyAccessExpression, { parts }: Found): void {
  if (ts.isPropertyAccessExpression(node.parent)) return;
  const part = pathIn(checker, node);
  if (part !== null && part !== "") parts.add(part);
}

function pathIn(checker: ts.TypeChecker, node: ts.Expression): string | null {
  if (ts.isCallExpression(node)) return node.expression.getText() === "useMessages" ? "" : null;
  if (ts.isPropertyAccessExpression(node)) {
    const above = pathIn(checker, node.expression);
    return above === null ? null : `${above === "" ? "" : `${above}.`}${node.name.text}`;
  }
  const declaration = declarationOf(checker, node);
  if (declaration === null || !ts.isVariableDeclaration(declaration) || declaration.type !== undefined) return null;
  const made = initializerOf(declaration);
  return made === null ? null : pathIn(checker, made);
}

/** Translators that are made without a namespace we could read: nothing can be said of their keys. */
export function namelessTranslators(): readonly string[] {
  return consoleFiles().flatMap((file) =>
    [...nodesOf(parse(file))].flatMap((node) => {
      if (!ts.isCallExpression(node) || !/^(use|get)Translations$/.test(node.expression.getText())) return [];
      const [namespace] = node.arguments;
      return namespace !== undefined && ts.isStringLiteral(namespace) ? [] : [placeOf(node)];
    }),
  );
}
