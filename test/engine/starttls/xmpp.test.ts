import { describe, expect, it } from 'vitest';
import { XmppPreamble } from '../../../src/engine/starttls/xmpp.js';
import { endOf, play } from '../../support/preamble.js';

const xmpp = (): XmppPreamble => new XmppPreamble('a.test', 'jabber:client');
const header = "<?xml version='1.0'?><stream:stream from='a.test' version='1.0'>";
const tls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>";
const offer = `${header}<stream:features>${tls}</stream:features>`;

describe('STARTTLS of XMPP, RFC 6120 §5.4', () => {
  it('opens a stream to the host, and asks once the features are complete', () => {
    const { said, end } = play(xmpp, [offer, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"]);
    expect(said[0]).toContain("to='a.test' xmlns='jabber:client'");
    expect(said[1]).toBe("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    expect(end.kind).toBe('ready');
  });

  it.each([
    [[`${header}<stream:features/>`], 'starttls not-offered'],
    [[`${header}<stream:features><bind/></stream:features>`], 'starttls not-offered'],
    [[`${header}<stream:error><host-unknown xmlns='x'/></stream:error>`], 'starttls refused'],
    [[offer, '<failure/>'], 'starttls refused'],
    [['HTTP/1.1 400 Bad Request\r\n<html>'], 'starttls not-offered'],
    [[header], 'more'],
    [[`<${'x'.repeat(20_000)}`], 'over-limit starttls-message-length'],
  ])('%j is %s', (turns, expected) => expect(endOf(play(xmpp, turns))).toBe(expected));

  it('plaintext behind the go-ahead is refused', () => {
    expect(endOf(play(xmpp, [offer, '<proceed/><message/>'], false))).toBe('starttls refused');
  });

  it('a host cannot break out of the header', () => {
    const preamble = new XmppPreamble("a'><evil", 'jabber:server');
    expect(Buffer.from(preamble.start()).toString()).toContain("to='aevil' xmlns='jabber:server'");
  });
});
