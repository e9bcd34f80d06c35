/** The one script of the partner report: a filter for the findings. Without scripts everything is shown and nothing is lost. */

export const script = `
const box=document.querySelector('.filter');
if(box){box.hidden=false;const input=box.querySelector('input'),said=box.querySelector('output'),
all=[...document.querySelectorAll('article.finding')];
input.addEventListener('input',()=>{const words=input.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
for(const one of all){const text=(one.dataset.find+' '+one.textContent).toLowerCase();
one.hidden=!words.every((word)=>text.includes(word));if(!one.hidden)shown++}
said.textContent=words.length?shown+' of '+all.length+' shown':''});}
`;
