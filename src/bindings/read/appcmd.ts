import { bindingsList, type SitesReading } from './iis-config.js';

const SITE = /^SITE\s+"(.*)"\s+\(id:(\d+),bindings:(.*),state:([^)]*)\)\s*$/i;

const LONGEST_LINE = 100_000;

export function looksLikeAppcmd(text: string): boolean {
  return /^[ \t]*SITE[ \t]+"[^\n]{0,500}\(id:\d+,bindings:/im.test(text);
}

/** `appcmd list site`: `SITE "Default Web Site" (id:1,bindings:http/*:80:,https/*:443:,state:Started)`. It has no sslFlags. */
export function readAppcmd(text: string, source: string): SitesReading {
  const readings: SitesReading[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const where = `${source}:${index + 1}`;
    const [, site, id, bindings, state] = SITE.exec(line.length > LONGEST_LINE ? '' : line.trim()) ?? [];
    if (site !== undefined && bindings !== undefined) {
      const identity = { site, siteId: Number(id), state: state?.toLowerCase() ?? null, source: where };
      readings.push(...bindingsList(bindings, identity));
    } else if (/^\s*SITE\s+"/i.test(line)) {
      readings.push({
        sites: [],
        problems: [{ source: where, reason: 'this site could not be read: it was left out', lost: true }],
      });
    }
  }
  return {
    sites: readings.flatMap(({ sites }) => sites),
    problems: readings.flatMap(({ problems }) => problems),
  };
}
