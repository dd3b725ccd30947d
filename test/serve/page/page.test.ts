/** The pages in a real browser. playwright-core's types speak of the DOM. */
/// <reference lib="dom" />
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probes } from '../../../probes/index.js';
import { demoEstate } from '../../../src/lab/demo-estate.js';
import { type RunningLab, startLab } from '../../../src/lab/start-lab.js';
import { launchBrowser } from '../../support/browser.js';
import { describePeer } from '../../support/peers.js';
import { root, textOf } from '../../support/sources.js';
import { series } from '../series.js';
import { eventually, get, listOf, startTestServe, type TestServe } from '../support.js';

describePeer('the pages in Chromium', ['chromium'], () => {
  let browser: Browser;
  let lab: RunningLab;
  let serve: TestServe;
  const complaints: string[] = [];

  beforeAll(async () => {
    lab = await startLab(demoEstate());
    serve = await startTestServe({
      load: () => Promise.resolve(listOf(lab.targets.map(({ target }) => target))),
      intervalMs: 2_000,
      check: { probes, connectTo: lab.connectTo, trust: { mode: 'bundled', ca: [lab.caDer], caSource: 'lab' } },
    });
    await eventually(
      async () => series((await get(`${serve.url}/metrics`)).text)['whichcert_targets{status="unchecked"}'],
      (left) => left === 0,
    );
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await serve?.stop();
    await lab?.stop();
  });

  async function open(path: string, colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(serve.url + path, { waitUntil: 'load' });
    return page;
  }

  const axe = textOf(join('node_modules', 'axe-core', 'axe.min.js'));
  async function serious(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    const found: { readonly id: string; readonly impact: string | null }[] = await page.evaluate(
      'axe.run(document).then(({ violations }) => violations.map(({ id, impact }) => ({ id, impact })))',
    );
    return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  }

  it.each([
    ['/', 'light', 1280],
    ['/', 'dark', 400],
    ['/targets/portal.example', 'light', 1280],
    ['/targets/portal.example', 'dark', 400],
  ] as const)('%s, %s, %i wide: nothing serious, nothing blocked', async (path, scheme, width) => {
    const page = await open(path, scheme, width);
    expect(await page.textContent('main')).toContain('ip-binding-conflict');
    await mkdir(join(root, '.build', 'screenshots'), { recursive: true });
    const name = `serve-${path === '/' ? 'overview' : 'target'}-${scheme}-${width}.png`;
    const shot = await page.screenshot({ path: join(root, '.build', 'screenshots', name) });
    expect(shot.length).toBeGreaterThan(10_000);
    expect(await serious(page)).toEqual([]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('the remedy is set in lines, a command each', async () => {
    const page = await open('/targets/portal.example');
    const blocks = await page.locator('ol pre').allTextContents();
    const lines = blocks.flatMap((block) => block.split('\n'));
    expect(blocks.join('')).not.toContain('\\n');
    expect(lines.filter((line) => line.startsWith('PS> ')).length).toBeGreaterThan(2);
    expect(lines.filter((line) => /.PS> /.test(line))).toEqual([]);
    await page.close();
  });

  it('is used by keyboard: search, the worst first, on to a target', async () => {
    const page = await open('/');
    await page.focus('input[name=text]');
    await page.keyboard.type('portal');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=portal/);
    const links = page.locator('main a.n');
    expect(await links.allTextContents()).toEqual(['portal.example']);
    await links.first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/targets\/portal/);
    expect(await page.textContent('main')).toContain('History');
    await page.close();
  });

  it('keeps itself fresh without loading again', async () => {
    const page = await open('/');
    const before = await page.textContent('main');
    // Ages are told in seconds: the text is another as soon as a second has passed.
    await page.evaluate('refresh()');
    const fresh = await eventually(
      async () => {
        await page.evaluate('refresh()');
        return page.textContent('main');
      },
      (text) => text !== before,
    );
    expect(fresh).toContain('ip-binding-conflict');
    await serve.stop();
    await page.evaluate('refresh()');
    expect(await page.textContent('#live')).toContain('out of date');
    await page.close();
  });
});
