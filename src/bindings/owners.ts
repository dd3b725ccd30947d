export const IIS = 'IIS';
export const IIS_APP_ID = '4dc3e181-e14b-4a21-b022-59fc669b0914';

/** Application ids that rows are known to carry, and whose they are. Administrators reuse them: a hint only. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  [IIS_APP_ID, IIS],
  ['214124cd-d05b-4309-9af9-9caa44b2b74a', 'IIS Express'],
  ['ba195980-cd49-458b-9e23-c84ee0adcd75', 'SSTP (Routing and Remote Access)'],
  ['5d89a20c-beab-4389-9447-324788eb944a', 'AD FS'],
  ['f955c070-e044-456c-ac00-e9e4275b3f04', 'Web Application Proxy'],
  ['afebb9ad-9b97-4a91-9ab5-daf4d59122f6', 'WinRM'],
]);

const ZERO = '00000000-0000-0000-0000-000000000000';
const WMSVC_PORT = 8172;

/** The owner by application id (lower-case, no braces); null when it is unknown. */
export function ownerOf(appId: string | null, port: number): string | null {
  if (appId === ZERO && port === WMSVC_PORT) return 'Web Management Service';
  return appId === null ? null : (OWNERS.get(appId) ?? null);
}

/** Whether an application id is the zero one where that is a sign of a broken row: anywhere but at the management port. */
export function isBlankAppId(appId: string | null, port: number): boolean {
  return appId === ZERO && port !== WMSVC_PORT;
}
