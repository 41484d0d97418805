import { app } from 'electron';
import type { Right } from './permissions.ts';

/** The few words that the host shows itself, outside the page. */
export interface Texts {
  readonly open: string;
  readonly quit: string;
  readonly unread: (count: number) => string;
  readonly consent: { readonly questions: Readonly<Record<Right, string>>; readonly allow: string; readonly refuse: string };
  /** Headings of what can be shared in a call. */
  readonly share: { readonly screens: string; readonly windows: string };
  readonly edit: { readonly undo: string; readonly cut: string; readonly copy: string; readonly paste: string; readonly selectAll: string };
}

const ENGLISH: Texts = {
  open: 'Open Balcony',
  quit: 'Quit Balcony',
  unread: count => (count === 1 ? 'Balcony: 1 unread message' : `Balcony: ${count} unread messages`),
  consent: {
    questions: {
      microphone: 'May Balcony use the microphone?',
      camera: 'May Balcony use the camera?',
      notifications: 'May this window show notifications?',
    },
    allow: 'Allow',
    refuse: 'Do not allow',
  },
  share: { screens: 'Screens', windows: 'Windows' },
  edit: { undo: 'Undo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select all' },
};
const GERMAN: Texts = {
  open: 'Balcony öffnen',
  quit: 'Balcony beenden',
  unread: count => (count === 1 ? 'Balcony: 1 ungelesene Nachricht' : `Balcony: ${count} ungelesene Nachrichten`),
  consent: {
    questions: {
      microphone: 'Darf Balcony das Mikrofon benutzen?',
      camera: 'Darf Balcony die Kamera benutzen?',
      notifications: 'Darf dieses Fenster Mitteilungen zeigen?',
    },
    allow: 'Erlauben',
    refuse: 'Nicht erlauben',
  },
  share: { screens: 'Bildschirme', windows: 'Fenster' },
  edit: { undo: 'Rückgängig', cut: 'Ausschneiden', copy: 'Kopieren', paste: 'Einfügen', selectAll: 'Alles auswählen' },
};

/** In the language of the system, once the app is ready. */
export const texts = (): Texts => (app.getLocale().startsWith('de') ? GERMAN : ENGLISH);
