import { describe, expect, it } from 'vitest';
import { saslPrep } from './prepare.ts';

describe('a password is prepared as the servers prepare it', () => {
  it('as the examples of RFC 4013 §3', () => {
    expect(saslPrep('I\u00ADX')).toBe('IX');
    expect(saslPrep('user')).toBe('user');
    expect(saslPrep('USER')).toBe('USER');
    expect(saslPrep('\u00AA')).toBe('a');
    expect(saslPrep('\u2168')).toBe('IX');
    expect(saslPrep('\u0007')).toBeUndefined();
    expect(saslPrep('\u0627\u0031')).toBeUndefined();
  });
  it('other spaces become a space', () => {
    expect(saslPrep('a\u00A0b\u3000c')).toBe('a b c');
  });
  it('composed and decomposed letters are the same', () => {
    expect(saslPrep('pa\u0073\u0301s')).toBe(saslPrep('pa\u015Bs'));
  });
  it('both directions at once are refused, one alone is not', () => {
    expect(saslPrep('\u0627\u0628')).toBe('\u0627\u0628');
    expect(saslPrep('\u05D0a\u05D0')).toBeUndefined();
  });
  it('controls, lone surrogates, private use and nothing at all are refused', () => {
    for (const text of ['', '\u00AD', 'a\u0000', 'a\u2028', 'a\uD800', 'a\uE000', 'a\uFFFE', 'a\u{E0041}', 'a\u202E']) expect(saslPrep(text)).toBeUndefined();
  });
  it('emoji and letters of our time are let through', () => {
    expect(saslPrep('🏰 Verona')).toBe('🏰 Verona');
  });
});
