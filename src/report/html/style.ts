import { certificateStyles } from './certificate-colour.js';

/** The page's style sheet. Colours by `light-dark()` would leave old browsers blank, so two sets of custom properties. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d0d7de;--panel:#f6f8fa;--link:#0550ae;
--critical:#b3181f;--unknown:#6639ba;--warning:#7d4e00;--ok:#116329;--cl:88%;--cs:62%}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa4af;--line:#30363d;--panel:#161b22;--link:#79c0ff;
--critical:#ff8f88;--unknown:#d2a8ff;--warning:#e3b341;--ok:#56d364;--cl:24%;--cs:45%}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:78rem;padding:1rem;font:15px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg)}
h1{font-size:1.35rem;margin:.2rem 0}h2{font-size:1rem;margin:1rem 0 .3rem}h3{font-size:.95rem;margin:.8rem 0 .2rem}
p{margin:.3rem 0}code,.fp,pre{font:13px/1.4 ui-monospace,Consolas,monospace}
pre{background:var(--bg);border:1px solid var(--line);border-radius:4px;padding:.6rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.dim{color:var(--dim)}
form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;padding:.7rem;background:var(--panel);border:1px solid var(--line);border-radius:6px;margin:.8rem 0}
label{display:flex;flex-direction:column;font-size:.85rem;color:var(--dim)}
input,select,button{font:inherit;color:var(--fg);background:var(--bg);border:1px solid var(--line);border-radius:4px;padding:.3rem .5rem;min-height:2.2rem}
:focus-visible{outline:3px solid var(--link);outline-offset:1px}
.t{border:1px solid var(--line);border-radius:6px;margin:.4rem 0;content-visibility:auto;contain-intrinsic-size:auto 5.5rem}
.t[hidden]{display:none}
summary{cursor:pointer;padding:.5rem .7rem;display:grid;grid-template-columns:minmax(14rem,2fr) 3fr;gap:.3rem 1rem;align-items:start}
.n{font-weight:600;overflow-wrap:anywhere}
.s{font-weight:600}.critical{color:var(--critical)}.unknown{color:var(--unknown)}.warning{color:var(--warning)}.ok{color:var(--ok)}
.m{display:grid;grid-template-columns:minmax(8rem,1.4fr) repeat(3,minmax(5rem,1fr));gap:2px 4px;font-size:.85rem}
.m span{padding:.1rem .35rem;border-radius:3px;overflow-wrap:anywhere}
.m .fp{background:hsl(var(--h) var(--cs) var(--cl))}
.m .p{background-image:repeating-linear-gradient(45deg,transparent 0 5px,rgb(127 127 127/.25) 5px 7px)}
.m .cn{display:inline;padding:0;font:inherit}
.m .x{border:1px dashed var(--dim)}
.d{padding:0 .8rem .8rem;border-top:1px solid var(--line)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.3rem 0}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
ul{margin:.2rem 0;padding-left:1.2rem}ol{margin:.2rem 0;padding-left:1.6rem}li>pre{margin:.3rem 0}
.prompt{color:var(--dim);user-select:none;-webkit-user-select:none}
${certificateStyles()}
@media (max-width:40rem){summary{grid-template-columns:1fr}.m{grid-template-columns:repeat(3,1fr)}.m .a{grid-column:1/-1}dl{grid-template-columns:1fr}}
@media print{form{display:none}.t{content-visibility:visible;break-inside:avoid}body{max-width:none;font-size:11px}
.m .fp{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
