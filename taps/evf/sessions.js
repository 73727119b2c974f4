import jsutils from '@keg-hub/jsutils';

const { get } = jsutils;

const sessions = [
  { id: 1, title: 'Opening', speaker: { name: 'Ada' }, room: { name: 'Main hall' } },
  { id: 2, title: 'Building images', speaker: { name: 'Grace' }, room: { name: 'Studio' } },
  { id: 3, title: 'Open questions', room: { name: 'Main hall' } },
];

/** Every session with its speaker and room as plain names. */
export const listSessions = () =>
  sessions.map(({ id, title, ...session }) => ({
    id,
    title,
    speaker: get(session, 'speaker.name', 'to be announced'),
    room: get(session, 'room.name', 'to be announced'),
  }));
