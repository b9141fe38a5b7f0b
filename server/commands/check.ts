// `echo-bridge check HOST:PORT`: the Echo Check at the terminal. Any server may be checked, of this program or not.
//
//   a line as each case ends, a summary      --json: one document instead      --junit FILE: besides
//   exit status 0, 1 when a case failed, 130 or 143 when a signal stopped it

import { closeSync, openSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { chooseCases, findUnknownId } from '../core/check/cases.ts';
import { type CheckListener, type CheckReport, isPassed } from '../core/check/check-report.ts';
import { toJunit } from '../core/check/report-junit.ts';
import {
  headingLine,
  listLines,
  resultLines,
  runningLine,
  summaryLine,
  type TextStyle,
} from '../core/check/report-text.ts';
import { infoOf } from '../core/check/run-cases.ts';
import { type HostPort, parseHostPort } from '../core/host-port.ts';
import { printable } from '../core/printable.ts';
import { runCheck } from '../net/check/run-check.ts';
import type { CaseInfo } from '../protocol/check.ts';
import { checkDocument } from '../protocol/check-document.ts';
import { formatEndpoint } from '../protocol/endpoint.ts';
import { exitStatuses, onFirstSignal, type StopSignal } from './stop-signals.ts';
import { exitAfterOutput, printError, printLines } from './terminal.ts';

/** Longer lines are hard to read. */
const MAX_COLUMNS = 100;

interface CheckFlags {
  readonly json?: true;
  readonly junit?: string;
  readonly only?: readonly string[];
  readonly list?: true;
}

export function createCheckCommand(): Command {
  return new Command('check')
    .description(
      'the Echo Check: tries any TCP echo server (RFC 862) case by case, with hints where it fails',
    )
    .argument('[host:port]', 'the server, such as 127.0.0.1:7 or [::1]:7')
    .addOption(
      new Option('--only <ID>', 'run this case alone; repeatable, or ids parted by commas').argParser<
        string[]
      >((text, before = []) => [...before, ...text.split(',')]),
    )
    .option('--json', 'print one JSON document and nothing else')
    .option('--junit <FILE>', 'write the results to this file as well, as JUnit’s XML')
    .option('--list', 'list the cases instead of running them')
    .action(runCheckCommand);
}

async function runCheckCommand(text: string | undefined, flags: CheckFlags, command: Command): Promise<void> {
  const { only, json, junit } = flags;
  const unknown = findUnknownId(only ?? []);
  if (unknown !== undefined) {
    command.error(`error: --only: there is no case "${printable(unknown, 80)}"; --list names all of them`);
  }
  const cases = chooseCases(only).map(infoOf);
  if (flags.list) return printLines(json ? [toJson(cases)] : listLines(cases));
  const server = parseServer(text, command);
  const target = formatEndpoint({ address: server.host, port: server.port });
  const file = junit === undefined ? undefined : openFile(junit, command);

  const stop = new AbortController();
  let signal: StopSignal | undefined;
  onFirstSignal((received) => {
    signal = received;
    stop.abort();
  });
  const listener = json ? silentListener : createTextListener(target, cases);
  const beganAt = performance.now();
  const report = await runCheck({ ...server, only, listener, signal: stop.signal });
  const ms = performance.now() - beganAt;

  if (json) printLines([toJson(checkDocument(target, report.end, cases, report.results))]);
  else printSummary(report, ms);
  const isWritten = file === undefined || writeFile(file, toJunit(target, cases, report, ms));
  const status = signal ? exitStatuses[signal] : isPassed(report) && isWritten ? 0 : 1;
  // A name that does not resolve for long would keep the process.
  if (signal) exitAfterOutput(status);
  else process.exitCode = status;
}

function parseServer(text: string | undefined, command: Command): HostPort {
  if (text === undefined) {
    command.error('error: which server is to be checked? Give HOST:PORT, such as 127.0.0.1:7');
  }
  const server = parseHostPort(text);
  if (server === undefined) {
    const what = `"${printable(text, 80)}" is not HOST:PORT`;
    command.error(`error: ${what}; give one such as 127.0.0.1:7, localhost:7 or [::1]:7`);
  }
  return server;
}

interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
}

/** Opens it before the check begins, so that nobody waits for a report that cannot be written. */
function openFile(path: string, command: Command): OpenFile {
  try {
    return { path, descriptor: openSync(path, 'w') };
  } catch (error) {
    command.error(`error: ${explainFile(path, error)}`);
  }
}

/** False when it could not be written. */
function writeFile({ path, descriptor }: OpenFile, text: string): boolean {
  try {
    writeFileSync(descriptor, text);
    closeSync(descriptor);
    return true;
  } catch (error) {
    printError(explainFile(path, error));
    return false;
  }
}

function explainFile(path: string, error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return `--junit: cannot write ${printable(path, 200)} (${code ?? name})`;
}

const silentListener: CheckListener = { started() {}, caseStarted() {}, caseEnded() {} };

/** Prints each result as it comes; at a terminal also the case that is running. */
function createTextListener(target: string, cases: readonly CaseInfo[]): CheckListener {
  const { isTTY: isTerminal, columns } = process.stdout;
  const style: TextStyle = {
    color: isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    // A terminal that does not know its own width says 0.
    width: isTerminal && columns > 0 ? Math.min(columns, MAX_COLUMNS) : undefined,
  };
  let index = 0;
  return {
    started: () => printLines([headingLine(target, cases), '']),
    caseStarted(id) {
      index += 1;
      if (isTerminal) process.stdout.write(runningLine(id, index, cases.length));
    },
    caseEnded(result) {
      clearRunningLine();
      printLines(resultLines(result, cases, style));
    },
  };
}

function printSummary(report: CheckReport, ms: number): void {
  clearRunningLine();
  printLines(['', summaryLine(report, ms)]);
}

function clearRunningLine(): void {
  // Back to the first column, and erase the line (ECMA-48 §8.3.41).
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
}

function toJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
