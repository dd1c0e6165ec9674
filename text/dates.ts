/* The door to everything about time in text: days, periods, clock times and the calendar behind them. */
export * from './calendar.ts';
export * from './days.ts';
export * from './periods.ts';
export * from './times.ts';
