/** The page's style: no fonts, images or scripts from anywhere; colours hold 4.5 to 1 on their grounds, light and dark. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f8; --card: #ffffff; --ink: #1b1f24; --quiet: #586069; --line: #dfe3e8; --sunk: #f0f2f4;
  --passed: #176f43; --failed: #b3261e; --error: #855600; --skipped: #586069; --running: #1d5fbf; --link: #1d5fbf;
  --passed-ground: #e4f4ea; --failed-ground: #fdeceb; --error-ground: #fdf3dc; --skipped-ground: #eef0f2; --running-ground: #e6effc;
  --mono: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101316; --card: #181c20; --ink: #e7eaed; --quiet: #a1abb5; --line: #2d343b; --sunk: #12161a;
    --passed: #62d59b; --failed: #ff9189; --error: #f3c262; --skipped: #a1abb5; --running: #8dbaff; --link: #8dbaff;
    --passed-ground: #12291d; --failed-ground: #331816; --error-ground: #2e240f; --skipped-ground: #22282e; --running-ground: #16263f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
main, header > div, footer { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 650; text-wrap: balance; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; } h3 { font-size: 1rem; } h4 { font-size: .95rem; }
p { margin: .4rem 0; } ul, ol { margin: 0; padding: 0; list-style: none; }
code, pre, .mono { font-family: var(--mono); font-size: .84rem; }
pre { margin: .5rem 0 0; padding: .7rem .8rem; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30rem; overflow-y: auto; }
.quiet { color: var(--quiet); } .small { font-size: .875rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--card); padding: .5rem 1rem; z-index: 2; } .skip:focus { top: .5rem; }
header { background: var(--card); border-bottom: 1px solid var(--line); border-top: 6px solid var(--tone); padding: 1.25rem 0 1rem; }
.verdict { display: flex; gap: .8rem; align-items: center; }
.verdict .mark { flex: none; display: grid; place-items: center; width: 2.6rem; height: 2.6rem; border-radius: 50%; background: var(--tone-ground); color: var(--tone); font-size: 1.4rem; font-weight: 700; }
.headline { font-size: 1.05rem; margin: .75rem 0 .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; font-size: .875rem; }
.facts div { display: flex; gap: .4rem; } .facts dt { color: var(--quiet); } .facts dd { margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: 1rem; }
nav a { display: inline-block; padding: .3rem .7rem; min-height: 2rem; border: 1px solid var(--line); border-radius: 999px; text-decoration: none; font-size: .875rem; color: var(--ink); background: var(--card); }
nav a:hover { border-color: var(--link); }
.passed { --tone: var(--passed); --tone-ground: var(--passed-ground); } .failed, .rolled-back { --tone: var(--failed); --tone-ground: var(--failed-ground); }
.error { --tone: var(--error); --tone-ground: var(--error-ground); } .skipped { --tone: var(--skipped); --tone-ground: var(--skipped-ground); }
.running { --tone: var(--running); --tone-ground: var(--running-ground); }
.state { display: inline-block; padding: .05rem .55rem; border-radius: 999px; background: var(--tone-ground); color: var(--tone); font-size: .8rem; font-weight: 600; white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1rem; margin: 0 0 .8rem; }
.card.edge { border-left: 4px solid var(--tone); }
.card > h3, .row-head { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; }
h2 + .card, h2 + .grid { margin-top: 0; } .sub { margin: 1.5rem 0 .6rem; }
.note { margin: 1rem 0 -.5rem; background: var(--running-ground); border-radius: 8px; padding: .5rem .8rem; font-size: .9rem; }
.items > li { border-top: 1px solid var(--line); padding: .5rem 0; } .items > li:first-child { border-top: 0; }
.items { margin-top: .5rem; }
.place { font-family: var(--mono); font-size: .84rem; color: var(--quiet); }
summary { cursor: pointer; padding: .15rem 0; min-height: 1.75rem; } summary:hover { color: var(--link); } summary:hover .place { color: inherit; }
summary .title { font-weight: 600; }
.again { display: block; margin-top: .7rem; padding: .55rem .8rem; border-radius: 8px; background: var(--sunk); border: 1px solid var(--line); }
.again span { display: block; font-size: .78rem; color: var(--quiet); } .again code { user-select: all; }
.checks li { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) auto; gap: .1rem .8rem; padding: .55rem 0; border-top: 1px solid var(--line); align-items: baseline; }
.checks li:first-child { border-top: 0; } .checks .why { grid-column: 2; } .checks .took { grid-column: 3; grid-row: 1; color: var(--quiet); font-size: .875rem; text-align: right; }
.spans { margin-top: .5rem; position: relative; }
.spans li { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr) 5.2rem; gap: .6rem; align-items: center; padding: .17rem 0; font-size: .875rem; }
.spans .label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.track { position: relative; height: 1rem; background: var(--sunk); border-radius: 4px; }
.bar { position: absolute; top: 0; bottom: 0; min-width: 3px; border-radius: 4px; background: var(--tone); opacity: .38; }
.critical .bar { opacity: 1; } .critical .label { font-weight: 650; }
.spans .took { text-align: right; color: var(--quiet); font-variant-numeric: tabular-nums; }
.axis { display: flex; justify-content: space-between; font-size: .78rem; color: var(--quiet); margin-left: 17.6rem; margin-right: 5.8rem; }
.meter { position: relative; height: .7rem; background: var(--sunk); border: 1px solid var(--line); border-radius: 999px; margin: .5rem 0 .3rem; }
.meter i { position: absolute; inset: 0 auto 0 0; background: var(--tone); border-radius: 999px; } .meter b { position: absolute; top: -4px; bottom: -4px; width: 2px; background: var(--ink); }
.source { margin: .5rem 0 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; font-family: var(--mono); font-size: .8rem; background: var(--sunk); }
.source li { display: grid; grid-template-columns: 3.4rem 1.4rem minmax(0, 1fr); } .source .number { text-align: right; padding-right: .6rem; color: var(--quiet); user-select: none; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin-bottom: .6rem; }
.source code { white-space: pre-wrap; font-size: inherit; } .source .missed { background: var(--failed-ground); } .source .hit { background: var(--passed-ground); }
.source .missed .sign { color: var(--failed); font-weight: 700; } .source .hit .sign { color: var(--passed); font-weight: 700; } .source .gap { color: var(--quiet); padding: 0 .8rem; border-block: 1px dashed var(--line); display: block; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: .8rem; } .grid .card { margin: 0; }
.platforms li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .2rem 0; font-size: .9rem; }
.steps { border-left: 2px solid var(--line); margin-left: .75rem; padding-left: 1.4rem; } .steps > li { position: relative; padding: 0 0 1rem; } .steps > li:last-child { padding-bottom: 0; } .steps { margin-top: .8rem; }
.steps .mark { position: absolute; left: -2.2rem; width: 1.5rem; height: 1.5rem; display: grid; place-items: center; border-radius: 50%; background: var(--tone-ground); color: var(--tone); font-weight: 700; font-size: .85rem; border: 2px solid var(--card); }
footer { padding-block: 2rem 3rem; color: var(--quiet); font-size: .85rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem; }
  .checks li { grid-template-columns: minmax(0, 1fr) auto; } .checks .name, .checks .why { grid-column: 1 / -1; } .checks .took { grid-column: 2; }
  .spans li { grid-template-columns: minmax(0, 1fr) auto; gap: 0 .6rem; padding: .3rem 0; } .spans .track { grid-column: 1 / -1; grid-row: 2; height: .7rem; } .spans .label { white-space: normal; }
  .axis { margin-inline: 0; }
  .source li { grid-template-columns: 2.6rem 1.1rem minmax(0, 1fr); }
}
@media print { nav, .skip { display: none; } body { background: none; } .card { break-inside: avoid; } pre { max-height: none; } }
`
