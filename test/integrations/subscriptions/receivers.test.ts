import { describe, expect, it } from 'vitest';
import { readReceivers } from '../../../src/integrations/subscriptions/receivers.js';
import { textOf } from '../../support/sources.js';

const secrets = {
  env: {
    SLACK_WEBHOOK_URL: 'http://127.0.0.1/slack',
    HEALTHCHECKS_URL: 'http://127.0.0.1/ping',
    ICINGA_PASSWORD: 'p4ss',
  },
  read: async () => 'k3y\n',
};
const read = (text: string) => readReceivers(text, 'receivers.yaml', secrets, 60);

describe('receivers', () => {
  it('the example names each kind, with its secrets elsewhere', async () => {
    const all = await read(textOf('examples/receivers.yaml'));
    expect(all.map(({ receiver, when }) => [receiver.name, when.kind])).toEqual([
      ['slack', 'after'],
      ['webhook', 'change'],
      ['healthchecks', 'every'],
      ['alertmanager', 'change'],
      ['icinga', 'every'],
      ['zabbix', 'every'],
    ]);
    expect(all[1]?.labels).toEqual({ team: 'web' });
  });

  it('each has a name of its own, given or made', async () => {
    const one = 'type: webhook, url: "http://127.0.0.1/"';
    const named = await read(`receivers: [{ ${one} }, { ${one} }, { ${one}, name: webhook-3 }, { ${one} }]`);
    expect(named.map(({ name }) => name)).toEqual(['webhook', 'webhook-2', 'webhook-3', 'webhook-4']);
  });

  it.each([
    ['receivers: [{ type: slack, url: "http://a/", name: a }, { type: slack, url: "http://a/", name: a }]', 'called a'],
    ['receivers: [{ type: slack, url: "http://a/", name: "a b" }]', 'name'],
    ['receivers: [{ type: pigeon }]', 'type'],
    ['receivers: [{ type: slack }]', 'url'],
    ['receivers: [{ type: slack, url: { env: NOT_SET } }]', 'NOT_SET'],
    ['receivers: [{ type: icinga, url: "https://i.example", user: u, password: plain, service: s }]', 'password'],
    ['receivers: [', 'receivers.yaml'],
  ])('%s is refused', async (text, word) => {
    await expect(read(text)).rejects.toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringContaining(word) }),
    );
  });
});
