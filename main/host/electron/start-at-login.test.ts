import { expect, test, vi } from 'vitest';
import { desktopEntry, startsHidden } from './start-at-login.ts';

vi.mock('electron', () => ({ app: {} }));

test('a start at login does not open the window', () => {
  expect(desktopEntry('/opt/Balcony/balcony')).toContain('\nExec="/opt/Balcony/balcony" --hidden\n');
  expect(startsHidden(['/opt/Balcony/balcony', '--hidden'])).toBe(true);
});

test('a path with spaces, quotes and signs of the shell stays one word', () => {
  expect(desktopEntry(String.raw`/home/o'b "x"/$HOME 100%`)).toContain(String.raw`Exec="/home/o'b \\"x\\"/\\$HOME 100%%" --hidden`);
});
