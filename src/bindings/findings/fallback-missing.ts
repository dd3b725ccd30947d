import { addCommand, type BindingRule, FACTS, found, isByName, rowsWith } from './rule.js';

/** Rows by name and no 0.0.0.0: clients and health checks that send no name are reset. */
export const fallbackMissing: BindingRule = (facts) => {
  const named = rowsWith(facts, isByName);
  const ports = [...new Set(named.map(({ row }) => row.port))];
  return ports
    .filter(
      (port) =>
        !facts.machine.rows.some((row) => row.kind === 'ipport' && row.port === port && row.address === '0.0.0.0'),
    )
    .map((port) =>
      found({
        code: 'fallback-missing',
        message: `port ${port} has rows by name and no ipport=0.0.0.0:${port}: clients and health checks that send no name, or an unknown one, are reset`,
        citations: [FACTS.precedence],
        port,
        rows: named.filter(({ row }) => row.port === port).map(({ index }) => index),
        remedy: [
          'If something must work without a name (load balancers, old clients), add a fallback:',
          addCommand(`ipport=0.0.0.0:${port}`, null),
        ],
      }),
    );
};
