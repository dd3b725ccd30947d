import { expect, it } from 'vitest';
import { extensionName } from '../../src/tls/extension-types.js';

it.each([
  [0, 'server_name'],
  [5, 'status_request'],
  [16, 'application_layer_protocol_negotiation'],
  [43, 'supported_versions'],
  [51, 'key_share'],
  [0xff01, 'renegotiation_info'],
  [0xfe0d, 'encrypted_client_hello'],
  [0x1a1a, '0x1a1a'],
])('extension %i is %s', (type, name) => {
  expect(extensionName(type)).toBe(name);
});
