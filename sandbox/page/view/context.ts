import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chat } from '../state/chat.ts';
import type { ChatState } from '../state/model.ts';
import type { Place } from '../state/names.ts';
import type { World } from '../api/types.ts';

/** What every part of the page below the loaded world may use. */
export interface Here {
  chat: Chat;
  state: ChatState;
  world: World;
  place: Place | null;
  /** Puts a command into the composer, as a click on </clock:1> does. */
  startCommand(name: string): void;
}

export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('used outside the loaded page');
  return here;
}
