import { demoEstate } from '../../src/lab/demo-estate.js';

/** The demo's estate without the row on the exact address that hides the names of portal.example. */
export function mendedEstate(): ReturnType<typeof demoEstate> {
  const whole = demoEstate();
  return {
    ...whole,
    addresses: whole.addresses.map((each) =>
      each.address === '203.0.113.21' ? { ...each, localAddress: '203.0.113.20' } : each,
    ),
  };
}
