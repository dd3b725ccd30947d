import { STYLE } from '../../report/html/style.js';

/** The report's style sheet, and what the server's pages add. */
export const PAGE_STYLE = `${STYLE}
a{color:var(--link)}body{overflow-wrap:anywhere}li,p,h2,h3{min-width:0}
.t>.row{padding:.5rem .7rem;display:grid;grid-template-columns:minmax(14rem,2fr) 3fr;gap:.3rem 1rem;align-items:start}
nav{margin:.6rem 0;display:flex;gap:1rem;flex-wrap:wrap}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.counts{display:flex;gap:1.2rem;flex-wrap:wrap;font-weight:600}
@media (max-width:40rem){.t>.row{grid-template-columns:1fr}
table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.05rem 0}tr{border-bottom:1px solid var(--line);padding:.3rem 0}
td:nth-child(3)::before{content:'before: '}td:nth-child(4)::before{content:'after: '}}
`;

/** Fetches the page again and puts in what is new, unless somebody is typing or has turned away. It reads well without. */
export const PAGE_SCRIPT = `
'use strict';
const EVERY=10000;
async function refresh(){
if(document.hidden||document.activeElement?.matches('input,select'))return;
try{
const answer=await fetch(location.href,{headers:{accept:'text/html'},cache:'no-store'});
if(!answer.ok)throw new Error(String(answer.status));
const fresh=new DOMParser().parseFromString(await answer.text(),'text/html');
const now=document.querySelector('main'),next=fresh.querySelector('main');
if(now&&next){
const open=new Set([...now.querySelectorAll('details[open]')].map(d=>d.id));
for(const d of next.querySelectorAll('details'))if(open.has(d.id))d.open=true;
now.replaceWith(next)}
say('')}catch(error){say('The server does not answer ('+error.message+'): this page is out of date.')}}
function say(text){const line=document.getElementById('live');if(line&&line.textContent!==text)line.textContent=text}
setInterval(refresh,EVERY);
`;
