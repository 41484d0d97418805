import type { ReactElement } from 'react';
import type { RoomTrouble } from '../../../preload/contract/rooms.ts';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useText } from '../../i18n/text.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Problem } from '../problem/Problem.tsx';

const TROUBLES: readonly RoomTrouble[] = [
  'password',
  'members-only',
  'banned',
  'kicked',
  'nickname-taken',
  'nickname-refused',
  'full',
  'not-found',
  'locked',
  'destroyed',
  'not-a-room',
  'affiliation',
  'service-down',
  'unreachable',
  'refused',
];

/** The trouble that a room answered with, where it is one. */
export const troubleOf = (failure: Failure | undefined): RoomTrouble | undefined =>
  failure?.code === 'stanza-error' ? TROUBLES.find(one => one === failure.condition) : undefined;

/** Why a room did not let us in, or why something else did not work. */
export function RoomProblem({ failure }: { readonly failure: Failure | undefined }): ReactElement {
  const say = useText();
  const trouble = troubleOf(failure);
  if (trouble === undefined) return <Problem failure={failure} />;
  return (
    <Banner tone="danger" role="alert">
      {say(`room.trouble.${trouble}.title`, { known: 'no', by: '', nickname: '' })}. {say(`room.trouble.${trouble}.text`)}
    </Banner>
  );
}
