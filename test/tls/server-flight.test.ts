import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/tls/limits.js';
import { ServerFlight } from '../../src/tls/server-flight.js';
import { writeServerHello, writeServerHelloDone } from '../../src/tls/server-messages.js';
import { hex } from '../support/bytes.js';
import { plain, SERVER_RANDOM } from '../support/scripted-server.js';

const observer = (prove = true): ServerFlight => new ServerFlight({ client: null, prove, limits: DEFAULT_LIMITS });
const serverHello = writeServerHello({
  random: SERVER_RANDOM,
  sessionId: hex(''),
  cipherSuite: 0x002f,
  extensions: [],
});

describe('a flight without a client', () => {
  it('is read in the clear; nothing is judged by a hello', () => {
    const flight = observer();
    flight.receive(plain(serverHello, hex('0b 000007 000004 000001 aa'), writeServerHelloDone()));
    expect(flight.done).toBe(true);
    expect(flight.result()).toMatchObject({
      outcome: 'served',
      protocol: 'TLSv1.2',
      certificateList: [hex('aa')],
      possessionReason: 'rsa-key-exchange',
    });
  });

  it('the memory of what it received may be reused', () => {
    const flight = observer(false);
    const bytes = plain(serverHello, hex('0b 000007 000004 000001 aa'));
    for (const part of [bytes.slice(0, 30), bytes.slice(30, 56), bytes.slice(56)]) {
      flight.receive(part);
      part.fill(0xff);
    }
    expect(flight.result()).toMatchObject({ outcome: 'served', certificateList: [hex('aa')] });
  });
});

describe('its end', () => {
  it('comes once', () => {
    const flight = observer();
    flight.end('timed-out');
    flight.end('closed');
    flight.receive(plain(serverHello));
    expect(flight.result()).toMatchObject({ outcome: 'interrupted', reason: 'timed-out', protocol: null });
  });

  it('says what was awaited', () => {
    const flight = observer();
    flight.receive(plain(serverHello));
    flight.end('reset');
    expect(flight.result()).toMatchObject({
      reason: 'reset',
      detail: { awaiting: 'Certificate', received: 47 },
      stage: 'server-hello',
    });
  });

  it('has to come before the result: anything else is our fault', () => {
    expect(() => observer().result()).toThrow(expect.objectContaining({ name: 'InternalError' }));
  });
});
