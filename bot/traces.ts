import type { Tracer } from '../core/tracer.ts';
import type { Database, Queryable } from '../db/database.ts';
import type { Channel, Sink } from './channels/channel.ts';
import type { Feature } from './types.ts';

/*
 * Puts spans around what the assistant does, from outside: keeping an event, answering it, each statement of it, sending a
 * part. They name channels, features, kinds and error codes. Without a tracer none of these wrappers is there.
 */

/** Keeping an event: until it is committed and may be acknowledged. */
export const tracedSink = <S extends Sink>(sink: S, tracer: Tracer): S => ({
  ...sink,
  accept: (event) =>
    tracer.span(
      'inbox.accept',
      { 'capuy.channel': event.to.channel, 'capuy.event': event.type },
      async (attributes) => {
        const result = await sink.accept(event);
        attributes['capuy.result'] = result;
        return result;
      },
      { kind: 'server' },
    ),
});

/** Answering one event by one feature. */
export const tracedFeature = (feature: Feature, tracer: Tracer): Feature => ({
  ...feature,
  handle: (context, request) =>
    tracer.span(
      `feature.${feature.id}`,
      {
        'capuy.channel': context.address.channel,
        'capuy.request': request.type,
        ...(request.type === 'command' ? { 'capuy.command': request.name } : {}),
      },
      async (attributes) => {
        const outcome = await feature.handle(context, request);
        attributes['capuy.blocks'] = outcome.blocks.length;
        return outcome;
      },
      { isRoot: true },
    ),
});

/** Sending a part to a provider. */
export const tracedChannel = <C extends Channel>(channel: C, tracer: Tracer): C => {
  const send: Channel['send'] = (address, part, options) =>
    tracer.span(
      'channel.send',
      { 'capuy.channel': channel.id, 'capuy.characters': part.text.length },
      () => channel.send(address, part, options),
      { isRoot: true, kind: 'client' },
    );
  // Methods keep their own object: channels are closures or classes.
  return new Proxy(channel, {
    get(target, name) {
      if (name === 'send') return send;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

/** Statements within something that is traced; others are too many and say nothing. */
export function tracedDatabase<D extends Database>(db: D, tracer: Tracer): D {
  const traced = (on: Queryable): Queryable['query'] =>
    ((sql, params) =>
      tracer.isInside()
        ? tracer.span(
            'db.query',
            {
              'db.system': 'postgresql',
              'db.operation': /^\s*(\w{1,12})/u.exec(sql)?.[1]?.toUpperCase() ?? '',
            },
            () => on.query(sql, params),
            { kind: 'client' },
          )
        : on.query(sql, params)) as Queryable['query'];
  const query = traced(db);
  const tx: Database['tx'] = (work) =>
    tracer.isInside()
      ? tracer.span('db.transaction', { 'db.system': 'postgresql' }, () =>
          db.tx((t) => work({ ...t, query: traced(t) })),
        )
      : db.tx(work);
  return new Proxy(db, {
    get(target, name) {
      if (name === 'query') return query;
      if (name === 'tx') return tx;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
