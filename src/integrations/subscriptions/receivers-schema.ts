import { z } from 'zod';

const text = z.string().min(1);
const reference = z.union([z.strictObject({ file: text }), z.strictObject({ env: text })]);
/** An address may stand in the file, where it holds no secret. */
const url = z.union([z.url(), reference]);

const common = {
  name: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'letters, digits, dots and dashes were expected')
    .optional(),
  when: z
    .union([z.literal('change'), z.literal('every'), z.strictObject({ after: z.number().int().min(1) })])
    .optional(),
  labels: z.record(z.string(), z.string()).optional(),
};

const receiver = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uptime-kuma'), url, ...common }),
  z.strictObject({ type: z.literal('healthchecks'), url, ...common }),
  z.strictObject({ type: z.literal('slack'), url, ...common }),
  z.strictObject({ type: z.literal('webhook'), url, secret: reference.optional(), ...common }),
  z.strictObject({ type: z.literal('alertmanager'), url, ...common }),
  z.strictObject({ type: z.literal('icinga'), url, user: text, password: reference, service: text, ...common }),
  z.strictObject({
    type: z.literal('zabbix'),
    host: text,
    port: z.number().int().min(1).max(65_535).optional(),
    zabbixHost: text,
    ...common,
  }),
]);

/** The file of `--receivers`. */
export const receiversSchema = z.strictObject({ receivers: z.array(receiver) });

export type ReceiverShape = z.output<typeof receiver>;
