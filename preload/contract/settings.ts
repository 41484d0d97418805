import { z } from 'zod';
import { call, event, type Client } from './define.ts';

const deviceName = z.string().min(1).max(256);
const address = z.string().min(1).max(3071);

/** All there is to set, with its defaults. A stored value that no longer fits falls back to its default alone. */
export const settingsShape = z.object({
  theme: z.enum(['system', 'light', 'dark', 'contrast']).default('system'),
  language: z.enum(['system', 'en', 'de']).default('system'),
  zoom: z.number().min(0.5).max(3).default(1),
  sendReadMarkers: z.boolean().default(true),
  sendTyping: z.boolean().default(true),
  notify: z.enum(['text', 'name', 'nothing']).default('text'),
  notifySound: z.boolean().default(true),
  awayAfterMinutes: z.int().min(0).max(240).default(10),
  closeToTray: z.boolean().default(true),
  startAtLogin: z.boolean().default(false),
  onlyKnownPeople: z.boolean().default(false),
  /** Calls of people who are no contacts ring; else they are only told of as missed. */
  ringForStrangers: z.boolean().default(false),
  /** Calls go over a relay only, so that the other side does not learn this computer's address. */
  relayForStrangers: z.boolean().default(true),
  relayAlways: z.boolean().default(false),
  /** Where telephone numbers without a country code belong: two letters of ISO 3166, or as the system says. */
  phoneCountry: z.union([z.literal('system'), z.string().regex(/^[A-Z]{2}$/)]).default('system'),
  /** The devices of calls, by the names that the system gives them; a kind that is left out is the system's choice. */
  devices: z.object({ microphone: deviceName, camera: deviceName, speaker: deviceName, ring: deviceName }).partial().default({}),
  /** What is done to the own voice before it is sent. */
  echoCancellation: z.boolean().default(true),
  noiseSuppression: z.boolean().default(true),
  autoGainControl: z.boolean().default(true),
  /** A phone that answers by itself, where this host has one (docs/headless-phone.md): whose calls it takes, and after how many seconds. */
  phone: z.enum(['off', 'echo', 'machine']).default('off'),
  phoneAnswers: z.enum(['contacts', 'listed']).default('contacts'),
  phoneListed: z.array(address).max(200).default([]),
  phoneAfterSeconds: z.int().min(0).max(120).default(20),
});
export type SettingsValues = z.output<typeof settingsShape>;
const change = z
  .object({
    theme: settingsShape.shape.theme.removeDefault(),
    language: settingsShape.shape.language.removeDefault(),
    zoom: settingsShape.shape.zoom.removeDefault(),
    sendReadMarkers: z.boolean(),
    sendTyping: z.boolean(),
    notify: settingsShape.shape.notify.removeDefault(),
    notifySound: z.boolean(),
    awayAfterMinutes: settingsShape.shape.awayAfterMinutes.removeDefault(),
    closeToTray: z.boolean(),
    startAtLogin: z.boolean(),
    onlyKnownPeople: z.boolean(),
    ringForStrangers: z.boolean(),
    relayForStrangers: z.boolean(),
    relayAlways: z.boolean(),
    phoneCountry: settingsShape.shape.phoneCountry.removeDefault(),
    devices: settingsShape.shape.devices.removeDefault(),
    echoCancellation: z.boolean(),
    noiseSuppression: z.boolean(),
    autoGainControl: z.boolean(),
    phone: settingsShape.shape.phone.removeDefault(),
    phoneAnswers: settingsShape.shape.phoneAnswers.removeDefault(),
    phoneListed: settingsShape.shape.phoneListed.removeDefault(),
    phoneAfterSeconds: settingsShape.shape.phoneAfterSeconds.removeDefault(),
  })
  .partial();

export const settings = {
  name: 'settings',
  calls: {
    get: call<SettingsValues>()(z.object({})),
    set: call<SettingsValues>()(change),
  },
  events: { changed: event<SettingsValues>() },
} as const;

export type Settings = Client<typeof settings>;
