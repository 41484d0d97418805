import { beforeEach, expect, test } from 'vitest';
import { Ringing } from './ringing.ts';
import type { RingSound } from './sounds.ts';

let heard: RingSound[];
let here: Ringing;
beforeEach(() => {
  heard = [];
  here = new Ringing(sound => {
    heard.push(sound);
    return () => void heard.splice(heard.indexOf(sound), 1);
  });
});

test('a window that does not lead is silent, and rings as soon as it does', () => {
  const stop = here.ring('ring');
  expect(heard).toEqual([]);
  here.setLeads(true);
  here.setLeads(true);
  expect(heard).toEqual(['ring']);
  here.setLeads(false);
  expect(heard).toEqual([]);
  here.setLeads(true);
  stop();
  expect(heard).toEqual([]);
  here.setLeads(false);
  here.setLeads(true);
  expect(heard).toEqual([]);
});

test('what is heard once is not heard again in another window', () => {
  here.ring('ended');
  here.setLeads(true);
  expect(heard).toEqual([]);
  here.ring('ended');
  expect(heard).toEqual(['ended']);
});

test('the loudspeaker is tried wherever the user is', () => {
  here.ring('test');
  expect(heard).toEqual(['test']);
});
