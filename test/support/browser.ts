// playwright-core's types speak of the DOM; the build, which takes only src and probes, stays without it.
/// <reference lib="dom" />
import { type Browser, chromium } from 'playwright-core';
import { program } from './peers.js';

/** A headless browser that asks nobody on the network for anything. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: program('chromium'),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
