import { createRoot } from 'react-dom/client';
import '../styles/base.css';
import { ClockContext, pageClock, stoppedClock } from '../model/clock.ts';
import { TimedPace } from '../model/pace.ts';
import { FIRST_SETTINGS } from '../model/replicas.ts';
import type { SettingsValues } from '../../preload/contract/settings.ts';
import { App } from '../views/shell/App.tsx';
import { Navigation } from '../views/shell/routes.ts';
import { fakeServices } from './fake-services.ts';
import { NOW } from './people.ts';
import { PartPage } from './PartPage.tsx';
import { parts } from './parts.tsx';
import { scenes } from './scenes.ts';
import { manyMessages } from './talk.ts';

/** `?scene=conversation&theme=dark&language=de&direction=rtl&zoom=2`: one view in one state, in the whole app. */
const wanted = new URLSearchParams(location.search);
const scene = scenes[wanted.get('scene') ?? ''];
const part = parts[wanted.get('scene') ?? ''];
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');

const up = { state: 'up', opened: 1 } as const;
const isTheme = (text: string | null): text is SettingsValues['theme'] => text === 'light' || text === 'dark' || text === 'contrast';

const theme = wanted.get('theme');
const settings: SettingsValues = {
  ...FIRST_SETTINGS,
  ...scene?.fakes.settings,
  theme: isTheme(theme) ? theme : 'light',
  language: wanted.get('language') === 'de' ? 'de' : 'en',
  zoom: Number(wanted.get('zoom') ?? 1),
};
const direction = wanted.get('direction') === 'rtl' ? 'ar' : undefined;

if (part) {
  createRoot(root).render(
    <ClockContext value={stoppedClock(NOW)}>
      <PartPage part={part} settings={settings} direction={direction} />
    </ClockContext>,
  );
} else if (scene) {
  const fakes = fakeServices({ ...scene.fakes, settings, ...(scene.many === undefined ? {} : { messages: manyMessages(scene.many) }) });
  const { services, media } = fakes;
  // For whoever drives a scene from outside: a busy room, and how the page bears it.
  Object.assign(globalThis, { fakes });
  const link = { snapshot: () => scene.link ?? up, onState: () => () => undefined };
  createRoot(root).render(
    <ClockContext value={stoppedClock(NOW)}>
      <App
        link={link}
        services={services}
        media={media.media}
        {...(wanted.has('paced') ? { pace: new TimedPace(pageClock) } : {})}
        start={{ navigation: new Navigation(scene.route), ...(direction === undefined ? {} : { direction }) }}
      />
    </ClockContext>,
  );
} else {
  createRoot(root).render(
    <ul>
      {[...Object.keys(scenes), ...Object.keys(parts)].map(id => (
        <li key={id}>
          <a href={`?scene=${id}`}>{id}</a>
        </li>
      ))}
    </ul>,
  );
}
