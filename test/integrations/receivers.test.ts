import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../src/integrations/alertmanager.js';
import { healthchecks } from '../../src/integrations/healthchecks.js';
import { icinga } from '../../src/integrations/icinga.js';
import { slack } from '../../src/integrations/slack.js';
import { uptimeKuma } from '../../src/integrations/uptime-kuma.js';
import { SIGNATURE_HEADER, webhook } from '../../src/integrations/webhook.js';
import { createTrigger } from '../../src/integrations/when.js';
import type { TargetReport } from '../../src/model/report.js';
import { aConflict, aDiagnosis, aFinding, anEndpoint, aReport, GOOD, HOSTILE } from '../support/reports.js';

describe('receivers', () => {
  it('Uptime Kuma: up and down with the sentence, whatever query the address had', () => {
    const push = uptimeKuma({ url: 'https://kuma.example/api/push/token?status=up&msg=OK&ping=' });
    expect(push.request(aReport()).url).toBe(
      'https://kuma.example/api/push/token?status=up&msg=shop.example+is+right&ping=41',
    );
    expect(new URL(push.request(aConflict()).url).searchParams.get('status')).toBe('down');
    expect(new URL(push.request(aConflict()).url).searchParams.get('msg')).toMatch(
      /^\[ip-binding-conflict\] shop\.example is served/,
    );
  });

  it('healthchecks.io: /fail when it is wrong', () => {
    const push = healthchecks({ url: 'https://hc.example/5bf2' });
    expect(push.request(aReport()).url).toBe('https://hc.example/5bf2');
    expect(push.request(aConflict()).url).toBe('https://hc.example/5bf2/fail');
  });

  it('Icinga: exit status, output, and a filter that no name can break out of', () => {
    const settings = {
      url: 'https://icinga.example:5665/',
      user: 'u',
      password: 'p',
      service: 'web!tls" || true',
      ttlSeconds: 120,
      checkSource: 'probe1',
    };
    const request = icinga(settings).request(aConflict());
    expect(request.url).toBe('https://icinga.example:5665/v1/actions/process-check-result');
    expect(request.headers.authorization).toBe('Basic dTpw');
    expect(JSON.parse(request.body ?? '')).toMatchObject({
      exit_status: 2,
      filter: 'service.__name == name',
      filter_vars: { name: 'web!tls" || true' },
      ttl: 120,
    });
  });

  it('webhook: signed over exactly the body', () => {
    const request = webhook({ url: 'https://hook.example', secret: 'k' }).request(aConflict());
    expect(request.headers[SIGNATURE_HEADER]).toBe(
      `sha256=${createHmac('sha256', 'k')
        .update(request.body ?? '')
        .digest('hex')}`,
    );
  });

  it('Slack: no peer text becomes a link or a mention', () => {
    const request = slack({ url: 'https://slack.example' }).request(
      aConflict({ diagnosis: aDiagnosis({ title: `<!channel> ${HOSTILE}` }) }),
    );
    expect(JSON.parse(request.body ?? '').text).toContain('&lt;!channel&gt;');
  });

  it('a message names the target and the address, whatever is wrong', () => {
    const diagnosis = aDiagnosis({ cause: 'unreachable', title: '203.0.113.60 cannot be reached: connection refused' });
    const endpoints = [anEndpoint('203.0.113.60', null, { status: 'unknown', diagnosis })];
    const gone = aReport({ status: 'unknown', endpoints, diagnosis });
    const message = '"CN=soon.test" expires on 2026-12-01T00:00:00Z, in 11 days';
    const soon = aReport({
      status: 'warning',
      endpoints: [anEndpoint('203.0.113.5', GOOD, { status: 'warning' })],
      findings: [aFinding({ code: 'expires-soon', severity: 'warning', message })],
    });
    const told = (report: TargetReport) =>
      JSON.parse(slack({ url: 'https://slack.example' }).request(report).body ?? '').text;
    expect(told(gone)).toBe(
      '*unknown* [unreachable] shop.example at 203.0.113.60 cannot be reached: connection refused',
    );
    expect(told(soon)).toBe(`*warning* [expires-soon] shop.example at 203.0.113.5: ${message}`);
  });

  it('Alertmanager: the same labels firing and resolved; a resolve ends it at once, a fire lives for four intervals', () => {
    const push = alertmanager({ url: 'http://am.example:9093', intervalSeconds: 60 });
    const [firing] = JSON.parse(push.request(aConflict()).body ?? '');
    const [resolved] = JSON.parse(push.request(aReport()).body ?? '');
    expect(firing.labels).toEqual(resolved.labels);
    expect(firing.endsAt).toBe('2026-11-20T06:04:00.041Z');
    expect(resolved.endsAt).toBe('2026-11-20T06:00:00.041Z');
  });
});

describe('when a receiver is told', () => {
  const sick = aConflict();
  const other = aConflict({ diagnosis: aDiagnosis({ cause: 'another-server' }) });
  const told = (kind: Parameters<typeof createTrigger>[0], reports: readonly (typeof sick)[]) =>
    reports.map(createTrigger(kind));

  it('on every run', () => {
    expect(told({ kind: 'every' }, [aReport(), aReport()])).toEqual([true, true]);
  });

  it('on a change of status or cause, and not when the first run is well', () => {
    expect(told({ kind: 'change' }, [aReport(), sick, sick, other, aReport(), aReport()])).toEqual([
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it('after a state has held for so many runs', () => {
    expect(told({ kind: 'after', runs: 3 }, [sick, sick, aReport(), sick, sick, sick, sick])).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });
});
