import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HashedTokenExchange, strongestToken, tokenBinding } from './hashed-token.ts';

const bound = Buffer.from('exported');
const bindings = new Map([['tls-exporter', bound]] as const);
const mac = (role: string, data = '') => createHmac('sha256', 'secret-token').update(role).update(data).digest();

describe('a token', () => {
  it('is shown as a hash, and bound where it can be', () => {
    const first = new HashedTokenExchange('HT-SHA-256-EXPR', 'juliet', 'secret-token', bound).first();
    expect(Buffer.from(first)).toEqual(Buffer.concat([Buffer.from('juliet\0'), mac('Initiator', 'exported')]));
  });
  it('is let in only by a server that knows it', () => {
    const exchange = new HashedTokenExchange('HT-SHA-256-NONE', 'juliet', 'secret-token', new Uint8Array());
    expect(() => exchange.finish(mac('Responder'))).not.toThrow();
    for (const wrong of [undefined, mac('Initiator'), mac('Responder', 'exported'), Buffer.alloc(0)])
      expect(() => exchange.finish(wrong)).toThrow(expect.objectContaining({ problem: 'server-not-proven' }));
  });
  it('of the strongest kind that server and connection share', () => {
    const all = ['HT-SHA-256-NONE', 'HT-SHA-256-ENDP', 'HT-SHA-256-EXPR'];
    expect(strongestToken(all, bindings)).toBe('HT-SHA-256-EXPR');
    expect(strongestToken(['HT-SHA-256-NONE', 'HT-SHA-256-ENDP'], bindings)).toBe('HT-SHA-256-NONE');
    expect(strongestToken(all, new Map())).toBe('HT-SHA-256-NONE');
    expect(strongestToken(['HT-SHA3-512-EXPR'], bindings)).toBeUndefined();
    expect(tokenBinding('HT-SHA-256-ENDP', bindings)).toBeUndefined();
  });
});
