import { useMemo, type ReactElement } from 'react';
import type { FormatNumberOptions } from 'react-intl';
import type { CallId } from '../../../preload/contract/ids.ts';
import { useCallMedia } from '../../calls/call-media.ts';
import { qualityOf } from '../../calls/opinion.ts';
import type { PictureStatistics, Statistics } from '../../calls/statistics.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import styles from './StatisticsPanel.module.css';
import { useRateText } from './call-words.ts';

type Row = readonly [name: string, value: string];

/** Figures for those who ask how good the connection is. */
export function StatisticsPanel({ call }: { readonly call: CallId }): ReactElement {
  const say = useText();
  const media = useCallMedia();
  const model = useMemo(() => media.statistics(call, 1000), [media, call]);
  const { statistics } = useViewModel(model);
  const rows = useRows();
  return (
    <section className={styles['panel']} aria-label={say('call.statistics')}>
      <h2 className={styles['title']}>{say('call.statistics')}</h2>
      {statistics === undefined ? (
        <p className={styles['quiet']}>{say('call.nothingMeasured')}</p>
      ) : (
        <dl className={styles['rows']}>
          {rows(statistics).map(([name, value]) => (
            <div key={name} className={styles['row']}>
              <dt>{name}</dt>
              <dd data-tabular>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles['quiet']}>{say('call.opinionHelp')}</p>
    </section>
  );
}

function useRows(): (statistics: Statistics) => readonly Row[] {
  const say = useText();
  const { formatNumber } = useFormats();
  const rate = useRateText();
  const number = (value: number | undefined, options: FormatNumberOptions = {}): string =>
    value === undefined ? say('call.unknown') : formatNumber(value, { maximumFractionDigits: 0, ...options });
  const inMs = (value: number | undefined): string => (value === undefined ? say('call.unknown') : say('call.milliseconds', { time: number(value) }));
  const percent = (value: number | undefined): string => number(value, { style: 'percent', maximumFractionDigits: 1 });
  const picture = (name: string, one: PictureStatistics | undefined): readonly Row[] =>
    one === undefined
      ? []
      : [
          [
            name,
            say('call.pictureFigures', {
              codec: one.codec ?? say('call.unknown'),
              width: String(one.width ?? 0),
              height: String(one.height ?? 0),
              frames: number(one.framesPerSecond),
              rate: rate(one.rate),
            }),
          ],
        ];
  return ({ roundTripMs, path, sound, sent, received, opinion }) => [
    [
      say('call.opinion'),
      opinion === undefined
        ? say('call.unknown')
        : say('call.opinionFigures', {
            score: number(opinion, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
            quality: say(`call.quality.${qualityOf(opinion)}`),
          }),
    ],
    [say('call.path'), path === undefined ? say('call.unknown') : say(`call.path.${path}`)],
    [say('call.roundTrip'), inMs(roundTripMs)],
    [say('call.lossIn'), percent(sound.loss)],
    [say('call.lossOut'), percent(sound.theirLoss)],
    [say('call.jitter'), inMs(sound.jitterMs)],
    [say('call.buffer'), inMs(sound.bufferMs)],
    [say('call.codec'), sound.codec ?? say('call.unknown')],
    [say('call.soundRate'), say('call.bothRates', { received: rate(sound.receivedRate), sent: rate(sound.sentRate) })],
    ...picture(say('call.pictureIn'), received),
    ...picture(say('call.pictureOut'), sent),
  ];
}
