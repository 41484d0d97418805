import './styles/base.css';
import { settingsMemory } from './calls/device-memory.ts';
import { DevicesModel } from './calls/devices.ts';
import { MediaEngine } from './calls/engine.ts';
import { pageClock } from './model/clock.ts';
import { TimedPace } from './model/pace.ts';
import { connect } from './rpc/connect.ts';
import { hostPort } from './rpc/port.ts';
import { servicesOver } from './services.ts';

// The port opens while the views, which are most of the page, are still being read.
const views = import('./draw.tsx');
const link = hostPort();
const services = servicesOver(connect(link));
// Before anything is drawn: main tells each window its seat as soon as it is there.
const media = new MediaEngine(services.media, new DevicesModel(undefined, settingsMemory(services.settings)));
media.listen();
link.onState(() => {
  if (link.snapshot().state === 'down') media.reset();
});
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
const { draw } = await views;
draw(root, { link, services, media, pace: new TimedPace(pageClock) });
