import { useState, type ReactElement } from 'react';
import type { RoomTrouble } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';

interface JoinRoomOffersProps {
  readonly trouble: RoomTrouble | undefined;
  readonly address: string;
  readonly ask: () => Promise<void>;
  readonly onJoin: (how?: { readonly make: true }) => void;
}

/** What can be done about a room that did not let us in: make it, or ask to become a member. */
export function JoinRoomOffers({ trouble, address, ask, onJoin }: JoinRoomOffersProps): ReactElement | null {
  const [asked, setAsked] = useState<string>();
  const onAsked = (): void => {
    setAsked(address);
    onJoin();
  };
  if (trouble === 'not-found') return <NotThere address={address} onMake={() => onJoin({ make: true })} />;
  return trouble === 'members-only' ? <MembersOnly key={address} asked={asked === address} ask={ask} onAsked={onAsked} /> : null;
}

/** Nobody is made the owner of a room by a slip of the pen. */
function NotThere({ address, onMake }: { readonly address: string; readonly onMake: () => void }): ReactElement {
  const say = useText();
  return (
    <Banner tone="warning" role="alert" actions={<Button onPress={onMake}>{say('rooms.make')}</Button>}>
      {say('rooms.notThere', { address })}
    </Banner>
  );
}

/** Who is no member asks to become one; some rooms make everybody one who asks. */
function MembersOnly({ asked, ask, onAsked }: { readonly asked: boolean; readonly ask: () => Promise<void>; readonly onAsked: () => void }): ReactElement {
  const say = useText();
  const action = useAction();
  const refused = action.failure?.code === 'stanza-error';
  const press = async (): Promise<void> => {
    if (await action.run(ask)) onAsked();
  };
  return (
    <>
      <Banner
        tone="warning"
        role="alert"
        actions={
          asked || refused ? undefined : (
            <Button onPress={() => void press()} isPending={action.busy}>
              {say('room.askForMembership')}
            </Button>
          )
        }
      >
        {say('room.trouble.members-only.title')}. {say(asked ? 'room.askedMembership' : refused ? 'room.noRequests' : 'room.trouble.members-only.text')}
      </Banner>
      {!refused && <Problem failure={action.failure} />}
    </>
  );
}
