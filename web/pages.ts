import { html } from 'hono/html';
import { chatPage, failures, productName, signIn } from '../prompts/web.ts';
import type { AssetPaths } from './assets.ts';

/** Escaped markup, ready to be sent. */
export type Markup = ReturnType<typeof html>;

/** A whole document. Everything it loads comes from our own origin; nothing is inline. */
export function layout(
  assets: AssetPaths,
  options: { title: string; script?: 'page' | 'reader'; bodyClass?: string },
  body: Markup,
): Markup {
  const script = options.script && html`<script type="module" src="${assets[options.script]}"></script>`;
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1b1816" />
        <meta name="robots" content="noindex" />
        <title>${options.title}${options.title === productName ? '' : ` · ${productName}`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon/icon-apple-180.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="stylesheet" href="${assets.styles}" />
        ${script ?? ''}
      </head>
      <body class="${options.bodyClass ?? 'paper'}">
        ${body}
      </body>
    </html>`;
}

/** The chat: a frame that the script fills. */
export function chatShell(
  assets: AssetPaths,
  {
    name,
    maxUploadMb,
    canHear,
    chat,
    views,
  }: {
    name: string;
    maxUploadMb: number;
    canHear: boolean;
    /** The conversation to show first. */
    chat: string;
    /** Pages beside the chat that the person may open. */
    views: readonly { path: string; title: string }[];
  },
): Markup {
  return layout(
    assets,
    { title: productName, script: 'page', bodyClass: 'chat' },
    html`<div
        id="app"
        data-name="${name}"
        data-max-upload-mb="${maxUploadMb}"
        data-can-hear="${canHear ? 'yes' : 'no'}"
        data-chat="${chat}"
        data-views="${JSON.stringify(views.map(({ path, title }) => ({ path, title })))}"
      >
        <p class="loading">${chatPage.loading}</p>
      </div>
      <noscript><p class="notice">${chatPage.noScript}</p></noscript>`,
  );
}

/** A person who is not signed in: what this is and how to get in. `problem` says why the last code was refused. */
export function signInPage(assets: AssetPaths, problem?: string): Markup {
  return layout(
    assets,
    { title: signIn.title },
    html`<main class="card">
      ${brand()}
      <h1>${signIn.title}</h1>
      <p>${signIn.lead}</p>
      <ul>
        <li>${signIn.howLink}</li>
        <li>${signIn.howCode}</li>
        <li>${signIn.howChannel}</li>
      </ul>
      ${problem ? html`<p class="problem" role="alert" id="loi">${problem}</p>` : ''}
      <form method="post" action="/vao">
        <label for="ma">${signIn.codeLabel}</label>
        <input
          id="ma"
          name="ma"
          required
          maxlength="200"
          autocomplete="one-time-code"
          autocapitalize="none"
          spellcheck="false"
          ${problem ? html`aria-invalid="true" aria-describedby="loi"` : ''}
        />
        <button class="primary" type="submit">${signIn.submit}</button>
      </form>
      <p class="quiet">${signIn.once}</p>
    </main>`,
  );
}

/** The page behind a sign-in link: one button, so that a link preview that fetches the page does not use the link up. */
export function confirmSignInPage(assets: AssetPaths, code: string): Markup {
  return layout(
    assets,
    { title: signIn.confirmTitle },
    html`<main class="card">
      ${brand()}
      <h1>${signIn.confirmTitle}</h1>
      <p>${signIn.confirmLead}</p>
      <form method="post" action="/vao">
        <input type="hidden" name="ma" value="${code}" />
        <button class="primary" type="submit">${signIn.submit}</button>
      </form>
    </main>`,
  );
}

/** A page that only says something. */
export function messagePage(assets: AssetPaths, title: string, sentence: string): Markup {
  return layout(
    assets,
    { title },
    html`<main class="card">
      ${brand()}
      <h1>${title}</h1>
      <p>${sentence}</p>
      <p><a class="button" href="/">${failures.home}</a></p>
    </main>`,
  );
}

const brand = (): Markup =>
  html`<p class="brand">
    <img src="/favicon.svg" alt="" width="40" height="40" /><span>${productName}</span>
  </p>`;
