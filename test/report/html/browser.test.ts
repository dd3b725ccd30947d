import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHtmlRenderer } from '../../../src/report/html/html.js';
import { launchBrowser } from '../../support/browser.js';
import { describePeer } from '../../support/peers.js';
import { renderAll } from '../../support/render.js';
import {
  aCertificate,
  aConflict,
  aDiagnosis,
  anUnresolved,
  aReport,
  GOOD,
  HOSTILE,
  LEGACY,
} from '../../support/reports.js';
import { makeFolder } from '../../support/temp.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describePeer('the HTML report in Chromium', ['chromium'], () => {
  let browser: Browser;
  let folder: string;
  let removeFolder: () => Promise<void>;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    ({ path: folder, remove: removeFolder } = await makeFolder('html'));
  });
  afterAll(async () => {
    await browser?.close();
    await removeFolder();
  });

  async function open(
    name: string,
    reports: Parameters<typeof renderAll>[1],
    options: Parameters<Browser['newPage']>[0] = {},
  ): Promise<Page> {
    const file = join(folder, `${name}.html`);
    writeFileSync(
      file,
      renderAll(createHtmlRenderer({ title: 'whichcert: 3 targets', startedAt: '2026-11-20T06:00:00Z' }), reports),
    );
    const page = await browser.newPage(options);
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(`asked the network: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  it.each(['light', 'dark'] as const)(
    'nothing serious is found by axe-core, opened, in the %s scheme',
    async (colorScheme) => {
      const page = await open(`axe-${colorScheme}`, [aReport(), aConflict(), anUnresolved()], { colorScheme });
      for (const summary of await page.locator('summary').all()) await summary.click();
      await page.evaluate(readFileSync(axe, 'utf8'));
      const violations = await page.evaluate<string[]>(
        'axe.run().then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))',
      );
      expect(violations).toEqual([]);
      await page.screenshot({ path: join(folder, `${colorScheme}.png`), fullPage: true });
      await page.close();
    },
  );

  it('filters by status, cause and text, and is used by keyboard', async () => {
    const page = await open('filter', [aReport(), aConflict(), anUnresolved()]);
    const shown = () => page.locator('.t:not([hidden]) .n').allInnerTexts();
    await page.getByLabel('Status').selectOption('critical');
    await expect.poll(shown).toEqual(['shop.example']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => page.locator('output').innerText()).toBe('3 of 3 shown');
    await page.getByLabel('Cause').selectOption('ip-binding-conflict');
    await expect.poll(shown).toEqual(['shop.example']);
    await page.getByRole('button', { name: 'Show all' }).press('Enter');
    await page.getByLabel('Search').fill(LEGACY.slice(0, 10));
    await expect.poll(shown).toEqual(['shop.example']);
    await page.getByLabel('Search').fill('gone');
    await expect.poll(shown).toEqual(['gone.example']);
    await page.locator('.t:not([hidden]) summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.t[open]').count()).toBe(1);
    await page.close();
  });

  it('puts the worst first, in what is seen and in what the keyboard reaches', async () => {
    const named = (host: string) => ({ host, port: 443, starttls: null, source: null, labels: {} });
    const page = await open('order', [
      aReport({ target: named('ok.example') }),
      aReport({ target: named('warning.example'), status: 'warning' }),
      anUnresolved(),
      aConflict({ target: named('first.example') }),
      aConflict({ target: named('second.example') }),
    ]);
    const names = ['first.example', 'second.example', 'gone.example', 'warning.example', 'ok.example'];
    expect(await page.locator('.t .n').allInnerTexts()).toEqual(names);
    await page.close();
  });

  it('shows two certificates of one name in two colours', async () => {
    const page = await open('colours', [aConflict()]);
    const colour = (sha256: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('.fp[title="${sha256}"]')).backgroundColor`);
    expect(await colour(GOOD)).toMatch(/^rgb/);
    expect(await colour(GOOD)).not.toBe(await colour(LEGACY));
    await page.close();
  });

  it('keeps hostile names text', async () => {
    const certificates = {
      [GOOD]: aCertificate({ subject: HOSTILE }),
      [LEGACY]: aCertificate({ dnsNames: [HOSTILE] }),
    };
    const page = await open('hostile', [
      aConflict({ certificates, diagnosis: aDiagnosis({ title: HOSTILE, evidence: [HOSTILE] }) }),
    ]);
    expect(await page.evaluate('document.scripts.length')).toBe(1);
    expect(await page.locator('h2').first().textContent()).toContain('<script>alert(1)</script>');
    await page.close();
  });

  it('stays usable with 10,000 targets', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => {
      const target = { host: `n${index}.example`, port: 443, starttls: null, source: null, labels: {} };
      return index % 100 === 0 ? aConflict({ target }) : aReport({ target });
    });
    const page = await open('many', many);
    await page.getByLabel('Search').fill('n4711.');
    await expect.poll(() => page.locator('output').innerText(), { timeout: 20_000 }).toBe('1 of 10000 shown');
    await page.close();
  }, 60_000);

  it('fits a telephone', async () => {
    const page = await open('telephone', [aConflict(), aReport()], { viewport: { width: 360, height: 740 } });
    await page.locator('summary').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.screenshot({ path: join(folder, 'telephone.png'), fullPage: true });
    await page.close();
  });

  it('did all that without an error and without the network', () => {
    expect(problems).toEqual([]);
  });
});
