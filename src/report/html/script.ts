/** The page's script: puts the worst first (the file is written as the answers come), filters, and opens everything for paper. It reads only what is in the document; without it the page still reads. */
export const SCRIPT = `
'use strict';
const form=document.querySelector('form'),count=document.getElementById('count'),causes=document.getElementById('cause');
const weight=['critical','unknown','warning','ok'],weighed=row=>weight.indexOf(row.dataset.status);
const rows=[...document.querySelectorAll('.t')].sort((a,b)=>weighed(a)-weighed(b));
const sorted=document.createDocumentFragment();for(const row of rows)sorted.append(row);
document.querySelector('main').append(sorted);
for(const cause of [...new Set(rows.flatMap(r=>r.dataset.code.split(' ')).filter(Boolean))].sort()){
const option=document.createElement('option');option.value=option.textContent=cause;causes.append(option)}
form.hidden=false;
function filter(){
const text=form.elements.text.value.trim().toLowerCase(),status=form.elements.status.value,cause=causes.value;
let shown=0;
for(const row of rows){
const hit=(!status||row.dataset.status===status)&&(!cause||row.dataset.code.split(' ').includes(cause))&&(!text||row.dataset.text.includes(text));
row.hidden=!hit;if(hit)shown++}
count.textContent=shown+' of '+rows.length+' shown'}
let timer;form.addEventListener('input',()=>{clearTimeout(timer);timer=setTimeout(filter,120)});
form.addEventListener('submit',event=>{event.preventDefault();filter()});
form.addEventListener('reset',()=>setTimeout(filter,0));
let opened=[];
addEventListener('beforeprint',()=>{opened=rows.filter(r=>!r.hidden&&!r.open&&r.dataset.status!=='ok');for(const row of opened)row.open=true});
addEventListener('afterprint',()=>{for(const row of opened)row.open=false});
filter();
`;
