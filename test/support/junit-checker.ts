import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/**
 * JUnit in windyroad's form, checked by its rules as written in JUnit.xsd of windyroad/JUnit-Schema: the order of a suite's
 * children, required attributes, the pattern of the time stamp, one verdict a case, counts that add up.
 * Returns what is wrong; an empty list when nothing is.
 */
export function checkJunit(xml: string): readonly string[] {
  const wellFormed = XMLValidator.validate(xml);
  if (wellFormed !== true) return [`not well-formed: ${wellFormed.err.msg}`];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 §2.2 forbids exactly these
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) return ['a character that XML 1.0 forbids'];
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    parseAttributeValue: false,
    trimValues: true,
  });
  const nodes = nodesSchema.parse(parser.parse(xml)).filter((node) => name(node) !== '?xml');
  const [root] = nodes;
  if (nodes.length !== 1 || root === undefined || name(root) !== 'testsuites')
    return ['the root is not one testsuites'];
  return children(root).flatMap(checkSuite);
}

type Node = Readonly<Record<string, unknown>>;
const nodesSchema = z.array(z.record(z.string(), z.unknown()));
const attributesSchema = z.record(z.string(), z.string()).default({});

function checkSuite(suite: Node): readonly string[] {
  if (name(suite) !== 'testsuite') return [`<${name(suite)}> in testsuites`];
  const faults: string[] = [];
  const attributes = attributesOf(suite);
  for (const key of ['name', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time', 'package', 'id']) {
    if (attributes[key] === undefined || attributes[key] === '') faults.push(`testsuite without ${key}`);
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(attributes.timestamp ?? '')) faults.push('testsuite: timestamp pattern');
  for (const key of ['tests', 'failures', 'errors', 'id'])
    if (!/^\d+$/.test(attributes[key] ?? '')) faults.push(`testsuite: ${key} is no integer`);
  if (!/^\d+(\.\d+)?$/.test(attributes.time ?? '')) faults.push('testsuite: time is no decimal');
  const kinds = children(suite).map(name);
  const order = /^properties( testcase)* system-out system-err$/;
  if (!order.test(kinds.join(' '))) faults.push(`testsuite: children ${kinds.join(' ')}`);
  const cases = children(suite).filter((node) => name(node) === 'testcase');
  faults.push(...cases.flatMap(checkCase));
  const count = (kind: string) => cases.filter((node) => children(node).some((child) => name(child) === kind)).length;
  if (Number(attributes.tests) !== cases.length) faults.push('testsuite: tests does not count the cases');
  if (Number(attributes.failures) !== count('failure')) faults.push('testsuite: failures does not count');
  if (Number(attributes.errors) !== count('error')) faults.push('testsuite: errors does not count');
  return faults;
}

function checkCase(node: Node): readonly string[] {
  const faults: string[] = [];
  const attributes = attributesOf(node);
  for (const key of ['name', 'classname', 'time'])
    if (attributes[key] === undefined) faults.push(`testcase without ${key}`);
  const elements = children(node).filter((child) => name(child) !== '#text');
  if (elements.length > 1) faults.push('testcase with more than one verdict');
  for (const child of elements) {
    if (!['failure', 'error', 'skipped'].includes(name(child))) faults.push(`<${name(child)}> in testcase`);
    else if (name(child) !== 'skipped' && attributesOf(child).type === undefined)
      faults.push(`${name(child)} without type`);
  }
  return faults;
}

function name(node: Node): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function children(node: Node): readonly Node[] {
  const content = nodesSchema.safeParse(node[name(node)]);
  return content.success ? content.data : [];
}

function attributesOf(node: Node): Readonly<Record<string, string>> {
  const attributes = attributesSchema.parse(node[':@']);
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key.replace(/^@_/, ''), value]));
}
