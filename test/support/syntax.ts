/** Questions to the syntax tree of a source text. */
import ts from 'typescript';

export interface Fault {
  readonly rule: string;
  /** 1 is the first line. */
  readonly line: number;
  readonly text: string;
}

/** Objects whose methods read the clock or a source of randomness, and the functions that do so by name. */
const AMBIENT_METHODS: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  performance: ['now'],
  Math: ['random'],
  process: ['hrtime'],
};
const AMBIENT_FUNCTIONS = ['randomBytes', 'randomInt', 'randomUUID', 'randomFillSync', 'getRandomValues'];

/** Violations of the house's rules inside one file: what dependency-cruiser cannot see. */
export function faultsOf(path: string, text: string): readonly Fault[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const faults: Fault[] = [];
  const report = (rule: string, node: ts.Node): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    faults.push({ rule, line: line + 1, text: node.getText(file).split('\n')[0] ?? '' });
  };
  for (const statement of file.statements) topLevel(statement, report);
  const visit = (node: ts.Node): void => {
    everywhere(node, report);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

type Report = (rule: string, node: ts.Node) => void;

function topLevel(statement: ts.Statement, report: Report): void {
  if (ts.isExportAssignment(statement)) report('no-default-export', statement);
  if (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  ) {
    report('no-default-export', statement);
  }
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (clause === undefined || ts.isNamespaceExport(clause)) report('no-export-star', statement);
    else if (clause.elements.some(({ name }) => name.text === 'default')) report('no-default-export', statement);
  }
  const allowed =
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement) ||
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  if (!allowed) report('no-work-at-import', statement);
}

function everywhere(node: ts.Node, report: Report): void {
  if (ts.isIdentifier(node) && node.text === 'process' && isReference(node)) report('no-process', node.parent);
  if (node.kind === ts.SyntaxKind.AnyKeyword) report('no-any', node.parent);
  if (ts.isNonNullExpression(node)) report('no-non-null-assertion', node);
  if (ts.isAwaitExpression(node) && !insideFunction(node)) report('no-work-at-import', node);
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) {
    report('no-ambient-clock', node);
  }
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    if (AMBIENT_METHODS[node.expression.text]?.includes(node.name.text)) report('no-ambient-clock', node);
  }
  if (ts.isIdentifier(node) && AMBIENT_FUNCTIONS.includes(node.text) && !ts.isImportSpecifier(node.parent)) {
    report('no-ambient-clock', node);
  }
}

/** Whether an identifier is the variable of that name, and not a property, a member or a key. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === node || parent.expression.getText() === 'globalThis';
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) {
    return ts.isPropertyAssignment(parent) && parent.initializer === node;
  }
  return !ts.isQualifiedName(parent);
}

function insideFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}
